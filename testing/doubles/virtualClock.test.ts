import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from './virtualClock.ts';

test('timers come in the order of their time, those of one time as they were set, cancelled ones not', async () => {
  const arbitrary = fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(arbitrary, async (timers) => {
      const clock = new VirtualClock();
      const called: number[] = [];
      const cancels = timers.map(([at], index) => clock.after(at, () => called.push(index)));
      timers.forEach(([, isCancelled], index) => {
        if (isCancelled) cancels[index]?.();
      });
      await clock.pass(20);
      const expected = timers
        .map(([at, isCancelled], index) => ({ at, isCancelled, index }))
        .filter(({ isCancelled }) => !isCancelled)
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(called).toEqual(expected.map(({ index }) => index));
    }),
  );
});

test('no time passes while something needs more turns of the event loop', async () => {
  let turnsLeft = 3;
  const rest = async () => {
    for (; turnsLeft > 0; turnsLeft -= 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const clock = new VirtualClock(0, rest);
  let wasBusy = true;
  clock.after(1, () => {
    wasBusy = turnsLeft > 0;
  });
  await clock.pass(1);
  expect(wasBusy).toBe(false);
});
