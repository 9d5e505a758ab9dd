import { execFileSync } from 'node:child_process';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../disk/realDisk.ts';
import { readIfThere, replaceFile } from './durableFile.ts';
import { besideFolder, setLinksAside } from './setLinksAside.ts';

const NOW = Date.UTC(2026, 10, 26, 10);
const ASIDE = '.unreadable-2026-11-26T10-00-00-000Z';

let outside: string;
let folder: string;
let elsewhere: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-links-'));
  folder = join(outside, 'data');
  elsewhere = join(outside, 'elsewhere');
  await mkdir(folder);
  await writeFile(elsewhere, 'somebody else’s');
});
afterEach(() => rm(outside, { recursive: true, force: true }));

const aside = () => setLinksAside(folder, [besideFolder(folder, 'mark')], NOW);

test.each(['settings.json', 'key.json', 'pin.json', 'draft.json', 'outages.json', 'audit.head'])(
  'a folder that has the name of %s is put aside and told: it must not keep the till from starting, nor the file its place',
  async (name) => {
    await mkdir(join(folder, name));
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: name + ASIDE }]);
  },
);

test.each(['SETTINGS.JSON', 'Key.json', 'pin.Json', 'AUDIT.head'])(
  'so is one that has it in other letters (%s): to Windows and macOS that is the same name',
  async (name) => {
    await mkdir(join(folder, name));
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: name + ASIDE }]);
  },
);

test.each([
  'OUTBOX-000002.journal',
  'outbox-000002.Snapshot',
  'Audit-manager-000002.trail',
  'AUDIT-CASHIER-000002.TRAIL',
])(
  'a file that has the name of one of the store or of the trail in other letters (%s) is put aside: nobody reads it there, and none could be made',
  async (name) => {
    await writeFile(join(folder, name), 'of somebody');
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: name + ASIDE }]);
  },
);

const hasLinks = process.platform !== 'win32';

describe.runIf(hasLinks)('a link in the place of a file (Windows: administrators only)', () => {
  test.each([
    'settings.json',
    'key.json',
    'pin.json',
    'draft.json',
    'outbox-000001.journal',
    'audit-manager-000001.trail',
    'audit.head',
  ])('of the till is put aside and told: %s', async (name) => {
    await symlink(elsewhere, join(folder, name));
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: name + ASIDE }]);
    expect(await readdir(folder)).toEqual([name + ASIDE]);
    expect(await readlink(join(folder, name + ASIDE))).toBe(elsewhere);
  });

  test('beside the folder is put aside as well, and one that leads nowhere', async () => {
    await symlink(join(outside, 'nowhere'), `${folder}.mark`);
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: `data.mark${ASIDE}` }]);
  });

  test('of somebody else stays: Chromium’s locks are links', async () => {
    await symlink('here-42', join(folder, 'SingletonLock'));
    await writeFile(join(folder, 'settings.json'), '{}');
    await mkdir(join(folder, 'outbox-000001.journal'));
    expect(await aside()).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual([
      'SingletonLock',
      'outbox-000001.journal',
      'settings.json',
    ]);
  });

  test('that comes later is not followed either, to read, to write or to replace', async () => {
    const path = join(folder, 'settings.json');
    await symlink(elsewhere, path);
    const refusal = { code: 'ELOOP' };
    await expect(readIfThere(path)).rejects.toMatchObject(refusal);
    await expect(realDisk.read(path)).rejects.toMatchObject(refusal);
    for (const mode of ['create', 'existing'] as const)
      await expect(realDisk.open(path, mode)).rejects.toMatchObject(refusal);
    await replaceFile(path, 'ours');
    expect(await readFile(elsewhere, 'utf8')).toBe('somebody else’s');
    expect(await readIfThere(path)).toEqual(Buffer.from('ours'));
  });

  test('nor is a pipe that comes later waited for, whether it is read, written or made anew', async () => {
    const path = join(folder, 'outbox-000002.snapshot.new');
    execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    expect(await realDisk.read(path)).toEqual(Buffer.alloc(0));
    await expect(realDisk.open(path, 'create')).rejects.toMatchObject({ code: 'ENXIO' });
    const file = await realDisk.open(path, 'existing');
    await expect(file.write(Buffer.from('x'), 0)).rejects.toMatchObject({ code: 'ESPIPE' });
    await file.close();
  });

  test('of 32 MiB is read, and of one byte more put aside, where it has the name of a small one', async () => {
    const path = join(folder, 'settings.json');
    await writeFile(path, '');
    await truncate(path, 32 * 1024 * 1024);
    expect(await aside()).toEqual([]);
    await truncate(path, 32 * 1024 * 1024 + 1);
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: `settings.json${ASIDE}` }]);
  });

  test('of more than that stays where it is the record of an erasing, which grows with whom it names', async () => {
    const path = join(folder, 'Erasure.json');
    await writeFile(path, '');
    await truncate(path, 256 * 1024 * 1024);
    expect(await aside()).toEqual([]);
    await truncate(path, 256 * 1024 * 1024 + 1);
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: `Erasure.json${ASIDE}` }]);
  });

  test('is no pipe that would never end: that is put aside too', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'key.json')]);
    expect(await aside()).toEqual([{ code: 'store.set-aside', detail: `key.json${ASIDE}` }]);
  });
});
