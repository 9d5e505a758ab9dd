import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SET_UP, save } from '../../testing/tills/lostKey.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { trailHash } from './trailHash.ts';

/** A till whose trail has lines of a day; closed. */
async function dayOver(saves = 1) {
  const folder = await freshFolder();
  const day = await startTill(folder, { offer: SET_UP });
  for (let number = 1; number <= saves; number += 1) await save(day.till, number);
  const slip = { operatorId: OPERATOR, slip: 'S-0001' };
  await day.till.audit.record({ action: 'save.read', ...slip, reason: 'form' });
  await day.stop();
  return folder;
}

/** Anybody can make such a folder at night: the next start sets everything aside, and takes it in again; gives where. */
async function setAsideAtNight(folder: string, hour = 0): Promise<string> {
  const name = `aside-2026-11-24T0${hour}-00-00-000Z`;
  await mkdir(join(folder, `${name}.moving`));
  const night = await startTill(folder, { offer: null });
  expect(night.till.settings.provision).not.toBeNull();
  await night.stop();
  return join(folder, `${name}.taken`);
}

/** What somebody does to it at night is told by the next start, and written down once. */
async function isMissedOnce(act: (taken: string) => Promise<unknown>): Promise<void> {
  const folder = await dayOver();
  const taken = await setAsideAtNight(folder);
  const looked = await startTill(folder, { offer: null });
  await looked.calls.getSettings({ pin: PIN });
  await looked.stop();
  await act(taken);
  for (let starts = 0; starts < 2; starts += 1) {
    const morning = await startTill(folder, { offer: null });
    expect(morning.codes()).toEqual(['audit.broken']);
    expect(await broken(morning)).toEqual([
      'aside-2026-11-24T00-00-00-000Z is not as it was set aside',
    ]);
    await morning.stop();
  }
}

const broken = async ({ lines }: Awaited<ReturnType<typeof startTill>>) =>
  (await lines()).flatMap(({ action, reason }) => (action === 'trail.broken' ? [reason] : []));

test.each([0, 1])(
  'that a trail of a queue with %i saves was set aside is told until the manager has looked',
  async (saves) => {
    const folder = await dayOver(saves);
    await setAsideAtNight(folder);
    for (let starts = 0; starts < 2; starts += 1) {
      const morning = await startTill(folder, { offer: null });
      expect(morning.codes()).toContain('audit.set-aside');
      if (starts === 1) await morning.calls.getSettings({ pin: PIN });
      await morning.stop();
    }
    const later = await startTill(folder, { offer: null });
    expect(later.codes()).toEqual([]);
    expect(await broken(later)).toEqual([]);
  },
);

test.each<[string, (taken: string) => Promise<void>]>([
  ['removed', (taken) => rm(taken, { recursive: true })],
  ['given another name', (taken) => rename(taken, `${taken}-x`)],
  ['changed', (taken) => appendFile(join(taken, 'audit-cashier-000001.trail'), '\n')],
  ['robbed of a file', (taken) => rm(join(taken, 'audit-cashier-000001.trail'))],
  ['robbed of its head', (taken) => rm(join(taken, 'audit.head'))],
])('a trail that was set aside and then %s is missed, once', (_what, act) => isMissedOnce(act));

/** Another byte than was there. */
async function inPlaceOfByte(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.from('#'), 0, 1, at);
  await file.close();
}

/** A file of the trail, and what somebody can put where it was. */
const CASHIER = 'audit-cashier-000001.trail';
const inPlaceOf = (put: (path: string) => Promise<unknown>) => async (taken: string) => {
  await rm(join(taken, CASHIER));
  await put(join(taken, CASHIER));
};
const inPlaceOfFolder = (put: (path: string) => Promise<unknown>) => async (taken: string) => {
  await rm(taken, { recursive: true });
  await put(taken);
};

/** What is left of a program that listens there, as one that was killed leaves it. */
async function leaveSocket(path: string): Promise<void> {
  // No path as long as this one may be listened at.
  const short = join(tmpdir(), `tillside-${randomUUID()}`);
  const server = createServer().listen(short);
  await once(server, 'listening');
  await rename(short, path);
  server.close();
  await once(server, 'close');
}

describe.skipIf(process.platform === 'win32')(
  'nor does anything hide that it is gone that has its name and cannot be read (not on Windows: no link without a right, no sockets)',
  () => {
    test.each<[string, (taken: string) => Promise<unknown>]>([
      ['a folder', inPlaceOf((path) => mkdir(path))],
      ['a link', inPlaceOf((path) => symlink('/dev/null', path))],
      ['a link that goes round', inPlaceOf((path) => symlink(path, path))],
      ['a pipe', inPlaceOf(async (path) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]))],
      ['a socket', inPlaceOf(leaveSocket)],
      ['a file for its whole folder', inPlaceOfFolder((path) => writeFile(path, ''))],
      ['a link for its whole folder', inPlaceOfFolder((path) => symlink('..', path))],
      ['a link that goes round for it', inPlaceOfFolder((path) => symlink(path, path))],
      [
        'its folder with a folder for a head',
        inPlaceOfFolder((path) => mkdir(join(path, 'audit.head'), { recursive: true })),
      ],
    ])('%s', (_what, act) => isMissedOnce(act));
  },
);

// Wine makes no links to folders.
test.skipIf(process.platform === 'win32')(
  'a folder that is there as it was, under a link, does not lie there as it did',
  () =>
    isMissedOnce(async (taken) => {
      await rename(taken, `${taken}-x`);
      await symlink(`${taken}-x`, taken);
    }),
);

test('so is one before which another one was set aside since: each says of all before it where they lie', async () => {
  const folder = await dayOver();
  const [first] = [await setAsideAtNight(folder, 0), await setAsideAtNight(folder, 1)];
  await rm(first, { recursive: true });
  await setAsideAtNight(folder, 2);
  expect((await readdir(folder)).filter((name) => name.endsWith('.taken'))).toHaveLength(2);
  const morning = await startTill(folder, { offer: null });
  expect(morning.codes()).toContain('audit.broken');
  expect(await broken(morning)).toEqual([
    'aside-2026-11-24T00-00-00-000Z is not as it was set aside',
  ]);
});

test('a file of it that somebody makes as long as he likes is read as far as a trail goes, and is another one', async () => {
  const folder = await freshFolder();
  const trail = join(folder, 'audit-cashier-1.trail');
  await writeFile(trail, 'a line\n');
  const before = await trailHash(folder);
  expect(await trailHash(folder)).toBe(before);
  // Sparse: it takes no place on the disk, and hours to read.
  await truncate(trail, 2 ** 42);
  expect(await trailHash(folder)).not.toBe(before);
});

test('of many files that somebody makes as long as he likes no more is read than of one, and the trail’s own first', async () => {
  const folder = await freshFolder();
  const own = join(folder, 'audit-manager-000001.trail');
  await writeFile(own, 'a line\n');
  const names = ['audit-cashier-1.trail', 'audit-cashier-2.trail', 'audit-cashier-3.trail'];
  for (const name of names) {
    await writeFile(join(folder, name), '');
    // Sparse, and alone as long as all together may be.
    await truncate(join(folder, name), 32 * 1024 * 1024);
  }
  const before = await trailHash(folder);
  await inPlaceOfByte(join(folder, 'audit-cashier-3.trail'), 0);
  expect(await trailHash(folder), 'what is not read may be anything').toBe(before);
  await inPlaceOfByte(own, 0);
  expect(await trailHash(folder)).not.toBe(before);
});

test('of very many files no more are opened than so many are worth, and each of them has its name in it', async () => {
  const folder = await freshFolder();
  for (let number = 0; number < 600; number += 1)
    await writeFile(join(folder, `audit-cashier-${number}.trail`), '');
  const before = await trailHash(folder);
  const last = join(folder, 'audit-cashier-99.trail');
  await writeFile(last, 'a line\n');
  expect(await trailHash(folder)).toBe(before);
  await rm(last);
  expect(await trailHash(folder)).not.toBe(before);
});
