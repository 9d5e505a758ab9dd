import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { AsideFiles } from './asideFiles.ts';
import { Leftovers } from './leftovers.ts';

const OLD = '/data/outbox-000001.journal';

/** A folder with these files, on a disk that removes none of them while `isStuck`. */
function folderWith(...paths: string[]) {
  const disk = PowerDisk.of(new Map(paths.map((path) => [path, Buffer.from('text')])));
  const state = { isStuck: true };
  disk.fault = (call) => (call === 'remove' && state.isStuck ? 'EPERM' : null);
  return {
    disk,
    state,
    leftovers: new Leftovers(disk, '/data', {
      isKept: async () => false,
      aside: new AsideFiles({ disk, folder: '/data', now: () => 9 }),
    }),
  };
}

test('whether anything is left over is looked for once, and again only while something is', async () => {
  const { leftovers } = folderWith('/data/outbox-000002.journal');
  expect(leftovers.isOwed, 'nobody knows yet').toBe(true);
  await leftovers.remove(2);
  expect(leftovers.isOwed).toBe(false);
});

test('a single file that cannot be removed is owed until it is gone', async () => {
  const { disk, state, leftovers } = folderWith(OLD);
  await leftovers.remove(2);
  expect(leftovers.isOwed).toBe(true);
  expect(leftovers.generations).toBe(1);
  state.isStuck = false;
  await leftovers.remove(2);
  expect(leftovers.isOwed).toBe(false);
  expect(leftovers.generations).toBe(0);
  expect(disk.contents().size).toBe(0);
});

test('what could not be looked for is owed', async () => {
  const { disk, leftovers } = folderWith();
  await leftovers.remove(1);
  disk.fault = (call) => (call === 'list' ? 'EIO' : null);
  await expect(leftovers.remove(1)).rejects.toMatchObject({ code: 'EIO' });
  expect(leftovers.isOwed).toBe(true);
});

test('a file that fails without a code is told as unknown', async () => {
  const { disk, leftovers } = folderWith(OLD);
  disk.remove = async () => {
    throw new Error('odd');
  };
  await leftovers.remove(2);
  expect(leftovers.problems).toEqual([
    { code: 'store.file-stuck', detail: 'outbox-000001.journal unknown' },
  ]);
});
