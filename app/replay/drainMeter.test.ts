import { describe, expect, test } from 'vitest';
import { DrainMeter } from './drainMeter.ts';

describe('the progress of a drain', () => {
  test('tells how many of how many, the rate and the time left', () => {
    const meter = new DrainMeter();
    for (let second = 0; second < 30; second += 1) {
      meter.left(second * 1_000, 100 - 2 * second - 1);
      meter.left(second * 1_000 + 500, 100 - 2 * second - 2);
    }
    const progress = meter.progress(30_000, 40);
    expect(progress).toMatchObject({ done: 60, total: 100, ratePerMinute: 120, timeLeft: 20_000 });
  });
  test('says nothing of rate and time before it can know', () => {
    const meter = new DrainMeter();
    meter.left(0, 50);
    expect(meter.progress(0, 50)).toEqual({
      done: 1,
      total: 51,
      ratePerMinute: null,
      timeLeft: null,
    });
  });
  test('knows a rate from the second save and the first second on', () => {
    const meter = new DrainMeter();
    meter.left(0, 51);
    expect(meter.progress(1_000, 51)).toMatchObject({ ratePerMinute: null });
    meter.left(500, 50);
    expect(meter.progress(999, 50)).toMatchObject({ ratePerMinute: null });
    expect(meter.progress(1_000, 50)).toMatchObject({ ratePerMinute: 120, timeLeft: 25_000 });
  });
  test('counts what left within the last thirty seconds, the second in which they begin as a whole', () => {
    const meter = new DrainMeter();
    meter.left(400, 51);
    meter.left(500, 50);
    expect(meter.progress(30_600, 50)).toMatchObject({ ratePerMinute: 4 });
    expect(meter.progress(31_000, 50)).toMatchObject({ ratePerMinute: null });
  });
  test('is over when nothing waits any more, whoever took the last ones away', () => {
    const meter = new DrainMeter();
    meter.left(0, 50);
    expect(meter.progress(1_000, 0)).toBeNull();
  });
  test('five that wait are a backlog, four are not', () => {
    const [drain, none] = [new DrainMeter(), new DrainMeter()];
    drain.left(0, 5);
    none.left(0, 4);
    expect(drain.progress(0, 5)).not.toBeNull();
    expect(none.progress(0, 4)).toBeNull();
  });
  test('a queue that stands still has no rate', () => {
    const meter = new DrainMeter();
    meter.left(0, 51);
    meter.left(1_500, 50);
    expect(meter.progress(10 * 60_000, 50)).toMatchObject({ done: 2, ratePerMinute: null });
  });
  test('a save now and then is no drain', () => {
    const meter = new DrainMeter();
    meter.left(0, 0);
    meter.left(1_000, 2);
    expect(meter.progress(1_000, 2)).toBeNull();
  });
  test('measures over thirty seconds at the most, whenever the drain has begun', () => {
    const meter = new DrainMeter();
    const rates: (number | null | undefined)[] = [];
    for (let second = 100; second <= 160; second += 1) {
      meter.left(second * 1_000, 900);
      rates.push(meter.progress(second * 1_000, 900)?.ratePerMinute);
    }
    expect([10, 30, 60].map((seconds) => rates[seconds])).toEqual([66, 62, 62]);
  });
  test('is not over while one still waits', () => {
    const meter = new DrainMeter();
    for (let waiting = 9; waiting >= 1; waiting -= 1) meter.left(0, waiting);
    expect(meter.progress(0, 1)).toMatchObject({ done: 9, total: 10 });
  });
  test('ends when nothing waits, and the next one begins at nought', () => {
    const meter = new DrainMeter();
    for (let waiting = 9; waiting >= 0; waiting -= 1) meter.left(0, waiting);
    expect(meter.progress(0, 0)).toBeNull();
    meter.left(60_000, 20);
    expect(meter.progress(60_000, 20)).toMatchObject({ done: 1, total: 21 });
  });
});
