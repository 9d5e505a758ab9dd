import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { eachMidnight } from './eachMidnight.ts';

const evening = new Date(2026, 10, 24, 23, 50).getTime();

function watched() {
  const clock = new VirtualClock(evening);
  const told: number[] = [];
  const stop = eachMidnight(clock, () => told.push(clock.now()));
  return { clock, told, stop };
}

test('another day is told at its midnight, once', async () => {
  const { clock, told } = watched();
  await clock.pass(9 * 60_000);
  expect(told).toEqual([]);
  await clock.pass(2 * 60_000);
  expect(told).toEqual([new Date(2026, 10, 25).getTime()]);
  await clock.pass(60 * 60_000);
  expect(told).toHaveLength(1);
});

test('and within a minute behind a sleep over it, or a clock that is set', async () => {
  const { clock, told } = watched();
  clock.jump(8 * 3_600_000);
  await clock.pass(60_000);
  expect(told).toHaveLength(1);
  clock.jump(-8 * 3_600_000);
  await clock.pass(60_000);
  expect(told).toHaveLength(2);
});

test('nothing is told any more once it is stopped', async () => {
  const { clock, told, stop } = watched();
  stop();
  await clock.pass(3_600_000);
  expect(told).toEqual([]);
});
