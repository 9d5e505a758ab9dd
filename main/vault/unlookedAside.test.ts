import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  aQueueThatComesBack,
  SET_UP,
  START,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { setAsideTogether } from './asideFolders.ts';

/** What the disk does not let anybody look at now, by its name. */
const disk = vi.hoisted(() => ({ hides: '' }));
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const lstat = async (...given: Parameters<typeof actual.lstat>) => {
    const isHidden = disk.hides !== '' && String(given[0]).endsWith(disk.hides);
    if (isHidden) throw Object.assign(new Error('no look'), { code: 'EIO' });
    return actual.lstat(...given);
  };
  return { ...actual, lstat };
});

/** Until it is over the disk lets nobody look at what has this name. */
async function hidden<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  disk.hides = name;
  try {
    return await act();
  } finally {
    disk.hides = '';
  }
}

test.each([false, true])(
  'a folder that cannot be looked at now waits all the same, and who waits in it comes back or is told: its key does not open: %s',
  async (isClosed) => {
    const { start, store, aside } = await aQueueThatComesBack();
    store.isClosed = isClosed;
    const there = await hidden(basename(aside), () => start());
    expect([stateOf(there.till, 1), there.codes()]).toEqual(
      isClosed ? [undefined, ['store.key-unreadable']] : ['pending', ['queue.taken-in']],
    );
  },
);

test('no key is made while what a crash has left of setting aside cannot be looked at: the next queue would take the place of this one', async () => {
  const { start, till, folder } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const moving = join(folder, 'aside-2026-11-24T04-00-00-000Z.moving');
  const names = await readdir(folder);
  await mkdir(moving);
  for (const name of names) await rename(join(folder, name), join(moving, name));
  const begun = await hidden('.moving', () => start({ offer: SET_UP })).catch(
    (error: unknown) => error,
  );
  expect(begun).toMatchObject({ code: 'EIO' });
  expect(stateOf((await start()).till, 1)).toBe('pending');
});

test('a file of the store that cannot be looked at now is set aside under its own name, or not yet', async () => {
  const { start, till, folder } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  await hidden('outbox-000001.journal', () => setAsideTogether(folder, START)).catch(
    () => undefined,
  );
  expect(stateOf((await start()).till, 1)).toBe('pending');
});
