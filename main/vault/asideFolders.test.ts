import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  asideFolders,
  finishSettingAside,
  gatherFormer,
  hasSealedFiles,
  renameAsTaken,
  setAsideTogether,
  takenFolders,
} from './asideFolders.ts';

const NOW = Date.UTC(2026, 10, 26, 6);
const NAME = 'aside-2026-11-26T06-00-00-000Z';
const SEALED = [
  'audit-cashier-000001.trail',
  'audit-manager-000001.trail',
  'draft.json',
  'key.json',
  'outbox-000001.journal',
  'outbox-000001.snapshot',
  'outbox-000001.journal.unreadable-2026-11-01T06-00-00-000Z',
  'pin.json',
  'settings.json',
];
const OTHERS = ['Local State', 'audit.jsonl', 'logs', 'outbox.json'];

let folder: string;
beforeEach(async () => {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-aside-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  folder = join(outside, 'data');
  await mkdir(folder);
  for (const name of [...SEALED, ...OTHERS]) await writeFile(join(folder, name), name);
  await writeFile(`${folder}.audit`, 'head');
  await writeFile(`${folder}.mark`, 'mark');
});

const namesIn = async (path: string) => (await readdir(path)).sort();

/** Everything that the key sealed lies together, byte for byte, and nothing else. */
async function areTogether(): Promise<void> {
  expect(await namesIn(folder)).toEqual([...OTHERS, NAME].sort());
  expect(await namesIn(join(folder, NAME))).toEqual([...SEALED, 'audit.head'].sort());
  for (const name of SEALED) expect(await readFile(join(folder, NAME, name), 'utf8')).toBe(name);
  expect(await readFile(join(folder, NAME, 'audit.head'), 'utf8')).toBe('head');
  await expect(stat(`${folder}.audit`)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(`${folder}.mark`, 'utf8')).toBe('mark');
}

test.skipIf(process.platform === 'win32')(
  'a link that has the name of a folder that was taken in is none: what it leads to is in use',
  async () => {
    await symlink('.', join(folder, `${NAME}.taken`));
    expect(await takenFolders(folder)).toEqual([]);
  },
);

describe('what a key sealed is set aside', () => {
  test('together, with the key, under the names that it had; the watermark stays where it is', async () => {
    expect(await hasSealedFiles(folder)).toBe(true);
    await setAsideTogether(folder, NOW);
    await areTogether();
    expect(await hasSealedFiles(folder)).toBe(false);
    expect(await asideFolders(folder)).toEqual([{ name: NAME, path: join(folder, NAME), at: NOW }]);
  });

  test('also where a crash comes behind any step of it', async () => {
    const steps = SEALED.length + 2;
    for (let done = 0; done <= steps; done += 1) {
      await rm(folder, { recursive: true });
      await mkdir(join(folder, `${NAME}.moving`), { recursive: true });
      await rm(`${folder}.audit`, { force: true });
      for (const name of OTHERS) await writeFile(join(folder, name), name);
      for (const [at, name] of SEALED.entries()) {
        await writeFile(join(folder, at < done ? `${NAME}.moving` : '.', name), name);
      }
      const head =
        done > SEALED.length ? join(folder, `${NAME}.moving`, 'audit.head') : `${folder}.audit`;
      await writeFile(head, 'head');
      expect(await asideFolders(folder)).toEqual([]);
      await finishSettingAside(folder);
      await areTogether();
    }
  });

  test('a second time into another folder, also in the same moment', async () => {
    await setAsideTogether(folder, NOW);
    await writeFile(join(folder, 'key.json'), 'second');
    await setAsideTogether(folder, NOW);
    expect((await asideFolders(folder)).map(({ at }) => at)).toEqual([NOW, NOW + 1]);
  });

  test('whatever folders somebody has put in its way, and no start ends with them', async () => {
    const moving = join(folder, `${NAME}.moving`);
    for (const name of ['key.json', 'audit.head'])
      await mkdir(join(moving, name, 'more'), { recursive: true });
    await mkdir(join(folder, NAME, 'more'), { recursive: true });
    await finishSettingAside(folder);
    const later = NAME.replace('-000Z', '-001Z');
    expect(await namesIn(folder)).toEqual([...OTHERS, NAME, later].sort());
    expect(await namesIn(join(folder, later))).toEqual(
      expect.arrayContaining([...SEALED, 'audit.head']),
    );
    for (const name of SEALED) expect(await readFile(join(folder, later, name), 'utf8')).toBe(name);
  });

  test('also where somebody has given a folder the name of a file that went before', async () => {
    const name = 'outbox-somewhere';
    await mkdir(join(folder, name));
    await mkdir(join(folder, `${NAME}.moving`));
    await writeFile(join(folder, `${NAME}.moving`, name), 'file');
    await finishSettingAside(folder);
    expect(await namesIn(folder)).toEqual([...OTHERS, NAME].sort());
    expect(await namesIn(join(folder, NAME))).toEqual(expect.arrayContaining([...SEALED, name]));
  });

  test('into the first of two folders where somebody has put another, and no start ends with it', async () => {
    for (const end of ['-000Z', '-001Z'])
      await mkdir(join(folder, `${NAME.replace('-000Z', end)}.moving`));
    await finishSettingAside(folder);
    const later = NAME.replace('-000Z', '-001Z');
    expect(await namesIn(folder)).toEqual([...OTHERS, NAME, later].sort());
    expect(await namesIn(join(folder, NAME))).toEqual([...SEALED, 'audit.head'].sort());
    expect(await namesIn(join(folder, later))).toEqual([]);
  });

  test.each(['aside-somewhere', 'aside-9999-99-99T99-99-99-999Z'])(
    'into no folder that no start would ever look at: %s',
    async (name) => {
      const names = [name, `${name}.moving`];
      for (const one of names) await mkdir(join(folder, one));
      await finishSettingAside(folder);
      expect(await namesIn(folder)).toEqual([...SEALED, ...OTHERS, ...names].sort());
      expect(await asideFolders(folder)).toEqual([]);
    },
  );

  test('not where there is nothing of a key', async () => {
    for (const name of SEALED) await rm(join(folder, name));
    await setAsideTogether(folder, NOW);
    expect(await namesIn(folder)).toEqual(OTHERS);
  });

  test('and is looked at no more once it was taken in', async () => {
    await setAsideTogether(folder, NOW);
    const [aside] = await asideFolders(folder);
    if (aside === undefined) throw new Error('nothing there');
    expect(await renameAsTaken(folder, aside)).toBe(true);
    expect(await asideFolders(folder)).toEqual([]);
    const taken = `${NAME}.taken`;
    expect(await takenFolders(folder)).toEqual([
      { name: taken, path: join(folder, taken), at: NOW },
    ]);
  });
});

test('what the version before set aside file by file comes together too, with what is of that key alone', async () => {
  for (const name of SEALED) await rm(join(folder, name));
  const aside = (name: string, time: string) =>
    writeFile(join(folder, `${name}.unreadable-2026-11-${time}-000Z`), name);
  await aside('key.json', '26T06-00-00');
  await aside('outbox-000003.journal', '26T06-00-01');
  // A minute after it at the latest.
  await aside('pin.json', '26T06-01-00');
  await aside('outbox-000001.journal', '20T06-00-00');
  await writeFile(
    join(folder, 'settings.json.unreadable-2026-11-26T06-01-00-001Z'),
    'settings.json',
  );
  for (let starts = 0; starts < 2; starts += 1) await gatherFormer(folder);
  expect(await namesIn(join(folder, NAME))).toEqual([
    'key.json',
    'outbox-000003.journal',
    'pin.json',
  ]);
  expect(await namesIn(folder)).toEqual(
    [
      ...OTHERS,
      NAME,
      'outbox-000001.journal.unreadable-2026-11-20T06-00-00-000Z',
      'settings.json.unreadable-2026-11-26T06-01-00-001Z',
    ].sort(),
  );
});

test.each([
  ['comes to its key', [], true],
  [
    'comes to no key that went aside before another one',
    ['key.json.unreadable-2026-11-26T06-05-00-000Z'],
    false,
  ],
  [
    'comes to no key with which another store went',
    ['outbox-000001.journal.unreadable-2026-11-26T06-00-30-000Z'],
    false,
  ],
] as const)(
  'a store that went aside later than its key, since the disk refused it, %s',
  async (_what, others, comes) => {
    for (const name of SEALED) await rm(join(folder, name));
    const late = ['outbox-000002.journal', 'outbox-000002.snapshot'];
    const aside = (name: string) => `${name}.unreadable-2026-11-26T06-10-00-000Z`;
    for (const name of [
      'key.json.unreadable-2026-11-26T06-00-00-000Z',
      ...others,
      ...late.map(aside),
    ])
      await writeFile(join(folder, name), name);
    await gatherFormer(folder);
    expect((await namesIn(join(folder, NAME))).includes('outbox-000002.journal')).toBe(comes);
    if (comes) expect(await namesIn(join(folder, NAME))).toEqual(['key.json', ...late]);
  },
);
