import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aQueueThatComesBack, stateOf } from '../../testing/tills/lostKey.ts';
import { realDisk } from '../disk/realDisk.ts';
import { foldersWithinReach } from './asideReach.ts';

/** Of nothing but holes it costs no room on the disk. */
async function plant(folder: string, name: string, bytes: number) {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'outbox-000001.journal'), '');
  await truncate(join(path, 'outbox-000001.journal'), bytes);
  return { name, path, at: 0 };
}

test('a store that is longer than all that were ever set aside is not read, in whatever folder it lies: each start would take as long as somebody likes', async () => {
  const { folder, start } = await aQueueThatComesBack();
  const names = ['aside-2026-11-20T05-00-00-000Z', 'aside-2026-11-20T06-00-00-000Z.taken'];
  for (const name of names) await plant(folder, name, 257 * 1024 * 1024);
  const read = vi.spyOn(realDisk, 'read');
  onTestFinished(() => read.mockRestore());
  const { till } = await start();
  expect(stateOf(till, 1)).toBe('late-import');
  const detail = names[0] ?? '';
  expect(till.warnings).toContainEqual({ code: 'store.key-unreadable', detail });
  const journals = read.mock.calls.filter(([path]) => basename(path) === 'outbox-000001.journal');
  expect(journals.filter(([path]) => names.some((name) => path.includes(name)))).toEqual([]);
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
  const read = [...(await foldersWithinReach(folders, 90))].sort();
  expect(read).toEqual(['b', 'c', 'd', 'gone', 'last']);
});
