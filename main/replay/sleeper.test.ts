import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Sleeper, type WakeReason } from './sleeper.ts';

/** A sleeper, why it woke so far, and how long (ms) each timer was that it asked for. */
function asleep(milliseconds: number | null) {
  const clock = new VirtualClock();
  const timers: number[] = [];
  const sleeper = new Sleeper({
    now: clock.now,
    monotonic: clock.monotonic,
    after: (length, callback) => {
      timers.push(length);
      return clock.after(length, callback);
    },
  });
  const reasons: WakeReason[] = [];
  void sleeper.sleep(milliseconds).then((reason) => reasons.push(reason));
  return { clock, sleeper, timers, reasons };
}

describe('a wait', () => {
  test('ends when its time is over, and not before', async () => {
    const { clock, reasons } = asleep(1_500);
    await clock.pass(1_499);
    expect(reasons).toEqual([]);
    await clock.pass(1);
    expect(reasons).toEqual(['due']);
  });

  test('of no time ends at once, without a timer', async () => {
    const { timers, reasons } = asleep(0);
    await Promise.resolve();
    expect(reasons).toEqual(['due']);
    expect(timers).toEqual([]);
    expect(asleep(1).timers).toEqual([1]);
  });

  test('is made of stretches of a minute, since timers neither reach far nor count sleep', async () => {
    const { clock, timers, reasons } = asleep(150_000);
    await clock.pass(150_000);
    expect(reasons).toEqual(['due']);
    expect(timers).toEqual([60_000, 60_000, 30_000]);
  });

  test('without a time lasts until somebody wakes it', async () => {
    const { clock, sleeper, reasons } = asleep(null);
    await clock.pass(50 * 60_000);
    expect(reasons).toEqual([]);
    sleeper.wake('network');
    await clock.pass(0);
    expect(reasons).toEqual(['network']);
  });

  test('ends once, with the reason of the first wake-up, and leaves no timer behind', async () => {
    const { clock, sleeper, timers, reasons } = asleep(1_000);
    sleeper.wake('answer');
    await clock.pass(200_000);
    expect(reasons).toEqual(['answer']);
    expect(timers).toHaveLength(1);
  });

  test('that is woken before it begins does not begin, and the one after it does', async () => {
    const { clock, sleeper, reasons } = asleep(0);
    await clock.pass(0);
    sleeper.wake('new-save');
    sleeper.wake('settings');
    expect(await sleeper.sleep(1_000)).toBe('settings');
    void sleeper.sleep(1_000).then((reason) => reasons.push(reason));
    await clock.pass(999);
    expect(reasons).toEqual(['due']);
    await clock.pass(1);
    expect(reasons).toEqual(['due', 'due']);
  });
});
