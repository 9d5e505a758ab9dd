import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { aQueueThatComesBack, DAY, START, send, stateOf } from '../../testing/tills/lostKey.ts';
import { CLEAR_MARK } from './allKnown.ts';

/** So often the disk lets no journal go out of a folder that was taken in: somebody holds it, as on Windows. */
const disk = vi.hoisted(() => ({ holds: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const unlink = async (path: string) => {
    if (path.includes('.taken') && path.endsWith('.journal') && disk.holds > 0) {
      disk.holds -= 1;
      throw Object.assign(new Error('held'), { code: 'EBUSY' });
    }
    return actual.unlink(path);
  };
  return { ...actual, unlink };
});
beforeEach(() => {
  disk.holds = 0;
});

const sealedIn = async (aside: string) =>
  (await readdir(`${aside}.taken`)).filter((name) => /^outbox-|^settings|^pin/.test(name));

test('a file that somebody holds for a moment is waited for when what was taken in is removed', async () => {
  const { aside, start } = await aQueueThatComesBack();
  disk.holds = 3;
  expect((await start()).codes()).toEqual(['queue.taken-in']);
  expect(await sealedIn(aside)).toEqual([]);
});

test('one that is held for longer keeps no other file, and goes with the next tidying', async () => {
  const { aside, start } = await aQueueThatComesBack();
  disk.holds = Number.POSITIVE_INFINITY;
  const { clock } = await start({ isSending: true });
  expect(await sealedIn(aside)).toEqual([expect.stringMatching(/^outbox-\d+\.journal$/)]);
  disk.holds = 0;
  await clock.pass(10 * 60_000);
  await vi.waitFor(async () => expect(await sealedIn(aside)).toEqual([]));
});

test('what was held until its saves were sent and forgotten is not taken for saves that wait', async () => {
  const { aside, start } = await aQueueThatComesBack();
  disk.holds = Number.POSITIVE_INFINITY;
  const clock = new VirtualClock(START);
  const { till, stop } = await start({ clock });
  expect(await send(till, 1)).toBe(true);
  await clock.pass(8 * DAY);
  await till.outbox.housekeep(clock.now());
  expect(stateOf(till, 1)).toBeUndefined();
  await stop();
  const next = await start({ clock: new VirtualClock(START + 9 * DAY) });
  expect(next.codes()).not.toContain('store.key-unreadable');
  expect(await sealedIn(aside)).toHaveLength(1);
  await next.stop();
  disk.holds = 0;
  const last = await start({ clock: new VirtualClock(START + 10 * DAY) });
  expect(last.codes()).not.toContain('store.key-unreadable');
  expect(await sealedIn(aside)).toEqual([]);
});

test('a mark that somebody has made as long as he likes is not read, and keeps nothing from being removed', async () => {
  const { aside, start } = await aQueueThatComesBack();
  disk.holds = Number.POSITIVE_INFINITY;
  await (await start()).stop();
  expect(await sealedIn(aside)).toHaveLength(1);
  await truncate(join(`${aside}.taken`, CLEAR_MARK), 33 * 1024 * 1024);
  disk.holds = 0;
  await start();
  expect(await sealedIn(aside)).toEqual([]);
});
