import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { KeptWindow } from '../companion/keptWindow.ts';
import { isDone } from '../files/isDone.ts';
import { readPlace } from '../lease/place.ts';
import { takeLease } from '../lease/takeLease.ts';
import { ScreenLock } from './screenLock.ts';

let folder: string;
let clock: VirtualClock;
let minutes: number | null;
let kept: KeptWindow;
let left: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-lock-'));
  onTestFinished(async () => {
    await kept.settled();
    await rm(folder, { recursive: true, force: true });
  });
  clock = new VirtualClock();
  minutes = 10;
  left = 0;
});

async function start(mayWrite = async () => true): Promise<ScreenLock> {
  kept = new KeptWindow({ folder, clock, mayWrite });
  await kept.read();
  return new ScreenLock({
    kept,
    clock,
    minutes: () => minutes,
    onLeft: () => {
      left += 1;
    },
  });
}

test('a screen that was locked is locked after the next start as well, and one that was unlocked is not', async () => {
  for (const isLocked of [true, false]) {
    (await start()).tell(isLocked);
    await kept.settled();
    expect((await start()).isLocked).toBe(isLocked);
  }
});

test('what is open behind the PIN ends with the lock, and with the page', async () => {
  const lock = await start();
  lock.tell(false);
  expect(left).toBe(0);
  lock.tell(true);
  expect(left).toBe(1);
  lock.tell(false);
  lock.pageGone();
  expect(left).toBe(2);
  lock.lockWithSystem();
  expect(left).toBe(3);
});

test('a screen that the end of a sleep has locked is locked after a kill, though nobody has looked yet whose the folder is', async () => {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const lease = await takeLease({ folder, here: readPlace(), clock, log, onWaiting: quiet });
  const lock = await start(async () => lease.isSure || isDone(lease.confirm()));
  clock.jump(60 * 60_000);
  expect(lease.isSure).toBe(false);
  lock.lockWithSystem();
  await vi.waitFor(async () => {
    const atNextStart = new KeptWindow({ folder, clock, mayWrite: async () => false });
    await atNextStart.read();
    expect(atNextStart.isLocked).toBe(true);
  });
});

describe('while there is no page', () => {
  test('the system locks the next one', async () => {
    const lock = await start();
    lock.pageGone();
    lock.lockWithSystem();
    lock.pageMade();
    expect(lock.isLocked).toBe(true);
  });

  test('the minutes without a hand go on from the start of a program that shows none', async () => {
    const lock = await start();
    await clock.pass(10 * 60_000);
    lock.pageMade();
    expect(lock.isLocked).toBe(true);
  });

  test('the minutes without a hand go on, by a clock that only goes on', async () => {
    const lock = await start();
    lock.pageGone();
    await clock.pass(10 * 60_000 - 1);
    lock.pageMade();
    expect(lock.isLocked).toBe(false);
    lock.pageGone();
    await clock.pass(5 * 60_000);
    // The window of a page that died: it is gone since then.
    lock.pageGone();
    await clock.pass(5 * 60_000);
    lock.pageMade();
    expect(lock.isLocked).toBe(true);
  });

  test.each([0, null])('a till that locks never by itself stays open: %s', async (never) => {
    minutes = never;
    const lock = await start();
    lock.pageGone();
    lock.lockWithSystem();
    await clock.pass(24 * 60 * 60_000);
    lock.pageMade();
    expect(lock.isLocked).toBe(false);
  });
});

test('whoever unlocks is not locked out by what was before', async () => {
  const lock = await start();
  lock.lockWithSystem();
  lock.tell(false);
  lock.pageMade();
  expect(lock.isLocked).toBe(false);
});

test('a till that never locks by itself still ends what is open behind the PIN when its PC is locked or sleeps', async () => {
  minutes = 0;
  const lock = await start();
  lock.tell(false);
  lock.lockWithSystem();
  expect(lock.isLocked).toBe(false);
  expect(left).toBe(1);
});
