import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { ClockOfRun } from './clockOfRun.ts';

const HOUR = 60 * 60_000;

function running() {
  const clock = new VirtualClock(5 * HOUR);
  return { clock, run: new ClockOfRun(clock, clock.now) };
}

test('it is known how far the clock was from the time that is known since, when each number was given', async () => {
  const { clock, run } = running();
  run.note(4);
  clock.jump(3 * HOUR);
  run.note(5);
  run.note(6);
  clock.jump(-HOUR);
  run.note(7);
  await clock.pass(HOUR);
  const time = clock.now();
  expect([4, 5, 6, 7].map((sequence) => run.behind(sequence, time))).toEqual([
    2 * HOUR,
    -HOUR,
    -HOUR,
    0,
  ]);
  expect(run.behind(7, time + HOUR)).toBe(HOUR);
});

test('of what another run has given nobody knows', () => {
  const { run } = running();
  expect(run.behind(3, 0)).toBeNull();
  run.note(4);
  expect(run.behind(3, 0)).toBeNull();
});

test('a clock that is slewed is not set', () => {
  const { clock, run } = running();
  run.note(1);
  clock.jump(20_000);
  run.note(2);
  expect(run.behind(2, clock.now())).toBe(20_000);
});
