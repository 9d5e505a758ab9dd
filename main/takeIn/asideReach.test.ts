import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aQueueThatComesBack, stateOf } from '../../testing/tills/lostKey.ts';
import { realDisk } from '../disk/realDisk.ts';
import { storeBytes } from '../journal/storeBytes.ts';
import { asideBytes } from './asideBytes.ts';
import { foldersWithinReach } from './asideReach.ts';

const JOURNAL = 'outbox-000001.journal';

/** Of nothing but holes it costs no room on the disk. */
async function holes(folder: string, file: string, bytes: number): Promise<void> {
  await writeFile(join(folder, file), '');
  await truncate(join(folder, file), bytes);
}

async function plant(folder: string, name: string, bytes: number, file = JOURNAL) {
  const path = join(folder, name);
  await mkdir(path);
  await holes(path, file, bytes);
  return { name, path, at: 0 };
}

/** The path of each file that is read from now on. */
function pathsRead(): () => string[] {
  const read = vi.spyOn(realDisk, 'read');
  onTestFinished(() => read.mockRestore());
  return () => read.mock.calls.map(([path]) => path);
}

test('a store that is longer than all that were ever set aside is not read, in whatever folder it lies: each start would take as long as somebody likes', async () => {
  const { folder, start } = await aQueueThatComesBack();
  const names = ['aside-2026-11-20T05-00-00-000Z', 'aside-2026-11-20T06-00-00-000Z.taken'];
  for (const name of names) await plant(folder, name, 257 * 1024 * 1024);
  const paths = pathsRead();
  const { till } = await start();
  expect(stateOf(till, 1)).toBe('late-import');
  const detail = names[0] ?? '';
  expect(till.warnings).toContainEqual({ code: 'store.key-unreadable', detail });
  const journals = paths().filter((path) => basename(path) === JOURNAL);
  expect(journals.filter((path) => names.some((name) => path.includes(name)))).toEqual([]);
});

test.each([
  ['record of an erasing', ['erasure.json'], 257],
  ['trail', Array.from({ length: 9 }, (_, at) => `audit-manager-00005${at}.trail`), 32],
])(
  'nor is a %s in such a folder, where all of its files together are longer than that, with whatever key it lies there: the folder is told, and waits',
  async (_, files, megabytes) => {
    const { aside, start } = await aQueueThatComesBack();
    for (const file of files) await holes(aside, file, megabytes * 1024 * 1024);
    const paths = pathsRead();
    const { till } = await start();
    expect(paths().filter((path) => files.some((file) => path === join(aside, file)))).toEqual([]);
    expect(till.warnings).toContainEqual({ code: 'store.key-unreadable', detail: basename(aside) });
    expect(stateOf(till, 1)).toBeUndefined();
  },
);

test('a file that nobody reads keeps nobody from coming back, however long somebody has made it', async () => {
  const { aside, start } = await aQueueThatComesBack();
  for (const file of ['bulk.json', 'draft.json', 'photo.json'])
    await holes(aside, file, 257 * 1024 * 1024);
  expect(stateOf((await start()).till, 1)).toBe('pending');
});

test('one budget is for all files of all folders, whatever each of them is', async () => {
  const { folder } = await aQueueThatComesBack();
  const folders = [];
  for (const [name, file, bytes] of [
    ['a', 'erasure.json', 50],
    ['b', 'audit-cashier-000001.trail', 30],
    ['c', 'words.json', 20],
    ['d', JOURNAL, 10],
    ['e', 'photo.zip', 1_000],
  ] as const)
    folders.push(await plant(folder, name, bytes, file));
  await holes(join(folder, 'b'), 'store.mark', 5);
  await pause(20);
  folders.push(await plant(folder, 'last', 0));
  const read = [...(await foldersWithinReach(folders, asideBytes, 90))].sort();
  expect(read).toEqual(['b', 'c', 'd', 'e', 'last']);
});

test('whatever lies beside them, the one that was made last is read, and the shortest, as far as all together are short enough', async () => {
  const { folder } = await aQueueThatComesBack();
  const folders = [];
  for (const [name, bytes] of [
    ['a', 50],
    ['b', 40],
    ['c', 1],
    ['d', 45],
  ] as const)
    folders.push(await plant(folder, name, bytes));
  folders.push({ name: 'gone', path: join(folder, 'gone'), at: 0 });
  // The disk tells them apart by the time.
  await pause(20);
  folders.push(await plant(folder, 'last', 80));
  const read = [...(await foldersWithinReach(folders, storeBytes, 90))].sort();
  expect(read).toEqual(['b', 'c', 'd', 'gone', 'last']);
});
