import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { Clock } from './clock.ts';
import { inStep } from './inStep.ts';

/** Looks every `milliseconds`, and notes when. */
function lookEvery(clock: Clock, milliseconds: number): { at: number[]; stop: () => void } {
  const at: number[] = [];
  const look = () => {
    at.push(clock.monotonic());
    looks.stop = clock.after(milliseconds, look);
  };
  const looks = { at, stop: clock.after(milliseconds, look) };
  return looks;
}

test('looks of the same length that began at different times need one wake-up, and none of them comes late', async () => {
  const virtual = new VirtualClock();
  let wakeUps = 0;
  const clock = inStep({
    now: () => virtual.now(),
    monotonic: () => virtual.monotonic(),
    after: (milliseconds, callback) =>
      virtual.after(milliseconds, () => {
        wakeUps += 1;
        callback();
      }),
  });
  const began = clock.monotonic();
  const first = lookEvery(clock, 3_000);
  await virtual.pass(1_000);
  const second = lookEvery(clock, 3_000);
  await virtual.pass(11_000);
  expect(first.at).toEqual([3_000, 6_000, 9_000, 12_000].map((time) => began + time));
  expect(second.at).toEqual(first.at);
  expect(wakeUps).toBe(4);
});

test('a wait of which not even half is over goes on', async () => {
  const virtual = new VirtualClock();
  const clock = inStep(virtual);
  const began = clock.monotonic();
  const first = lookEvery(clock, 3_000);
  await virtual.pass(2_000);
  const second = lookEvery(clock, 3_000);
  await virtual.pass(3_000);
  expect(first.at).toEqual([began + 3_000, began + 5_000]);
  expect(second.at).toEqual([began + 5_000]);
});

test('what is called off is called no more, also by one that ends at the same time', async () => {
  const virtual = new VirtualClock();
  const clock = inStep(virtual);
  const called: string[] = [];
  clock.after(3_000, () => {
    called.push('first');
    callOff();
  });
  const callOff = clock.after(4_000, () => called.push('second'));
  const other = clock.after(1_000, () => called.push('third'));
  other();
  await virtual.pass(10_000);
  expect(called).toEqual(['first']);
});
