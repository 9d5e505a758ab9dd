import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Turnstile } from './turnstile.ts';

function setUp(places = 100) {
  const clock = new VirtualClock();
  const turnstile = new Turnstile({ clock, burst: 3, every: 1_000, places });
  const times: number[] = [];
  const go = () =>
    turnstile.pass(async () => {
      times.push(clock.monotonic());
      return times.length;
    });
  return { clock, turnstile, times, go };
}

test('a few go through at once, the others at a pace, one after the other', async () => {
  const { clock, times, go } = setUp();
  const passed = Promise.all(Array.from({ length: 6 }, go));
  await clock.pass(10_000);
  expect(await passed).toEqual([1, 2, 3, 4, 5, 6]);
  expect(times).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
});

test('after a rest as many go through at once as before, and not more', async () => {
  const { clock, times, go } = setUp();
  for (let index = 0; index < 3; index += 1) await go();
  await clock.pass(100_000);
  const passed = Promise.all(Array.from({ length: 4 }, go));
  await clock.pass(1_000);
  await passed;
  expect(times.slice(3)).toEqual([100_000, 100_000, 100_000, 101_000]);
});

test('what finds no place to wait is turned away, and a place is free again when a call has ended', async () => {
  const { turnstile, go } = setUp(2);
  let end = () => {};
  const slow = turnstile.pass(() => new Promise<void>((resolve) => (end = resolve)));
  const next = go();
  expect(await go()).toBeNull();
  await new Promise((resolve) => setImmediate(resolve));
  end();
  await slow;
  expect(await next).toBe(1);
  expect(await go()).toBe(2);
});

test('a call that fails keeps nobody out', async () => {
  const { turnstile, go } = setUp(1);
  await expect(turnstile.pass(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
  await new Promise((resolve) => setImmediate(resolve));
  expect(await go()).toBe(1);
});
