import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pace } from './pace.ts';

const minute = 60_000;

/** Sends as fast as the pace allows for `time` ms and gives the moments of the calls. */
function run(pace: Pace, from: number, time: number, live: readonly number[] = []): number[] {
  const calls: number[] = [];
  const waiting = [...live].sort((a, b) => a - b);
  for (let now = from; now < from + time; now += 10) {
    while ((waiting[0] ?? Number.POSITIVE_INFINITY) <= now) {
      waiting.shift();
      pace.spend(now);
      pace.passed(now);
      calls.push(now);
    }
    for (let left = Math.min(pace.allowance(now), 4); left > 0; left -= 1) {
      pace.spend(now);
      pace.passed(now);
      calls.push(now);
    }
  }
  return calls;
}

/** The most calls within any minute. */
function busiest(calls: readonly number[]): number {
  let first = 0;
  let most = 0;
  calls.forEach((call, index) => {
    while ((calls[first] ?? call) <= call - minute) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

describe('the pace of the backlog', () => {
  test('without a budget and before any ban it has no limit', () => {
    const pace = new Pace(null, 0.5);
    expect(pace.rate(0)).toBeNull();
    expect(pace.allowance(0)).toBe(Number.POSITIVE_INFINITY);
    expect(pace.wait(0)).toBe(0);
  });

  test('no minute has more calls than the budget, and nearly all of it is used', () => {
    const budgets = fc.integer({ min: 2, max: 3_000 });
    const live = fc.array(fc.integer({ min: 0, max: 10 * minute }), { maxLength: 10 });
    fc.assert(
      fc.property(
        budgets,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        live,
        (budget, phase, at) => {
          const calls = run(new Pace(budget, phase), 0, 10 * minute, at);
          // A customer at the counter does not wait for the pace: the backlog makes up for it.
          expect(busiest(calls)).toBeLessThanOrEqual(Math.ceil(budget) + at.length);
          expect(calls.length).toBeGreaterThanOrEqual(Math.floor(9.3 * budget));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('saves at the counter count: the backlog waits for them to be made up', () => {
    const pace = new Pace(60, 0);
    for (let call = 0; call < 10; call += 1) pace.spend(0);
    expect(pace.wait(0)).toBeGreaterThan(9_000);
  });

  test('the next save waits until its own turn has come, to the millisecond', () => {
    const pace = new Pace(60, 0);
    pace.spend(0);
    expect(pace.wait(0)).toBe(1_034);
    expect(pace.allowance(1_033)).toBe(0);
    expect(pace.allowance(1_034)).toBe(1);
  });

  test('a call that arrived nowhere counts for nothing', () => {
    const pace = new Pace(60, 0);
    pace.spend(0);
    pace.refund();
    expect(pace.allowance(0)).toBe(1);
  });

  test('a ban teaches what the gateway lets through: half of it first, then all but a little', () => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < 400; call += 1) pace.passed(call * 10);
    pace.banned(4_000, 64_000);
    expect(pace.rate(64_000)).toBeCloseTo(194, 0);
    expect(pace.rate(69_000)).toBeCloseTo(291, 0);
    expect(pace.rate(74_000)).toBeCloseTo(388, 0);
    expect(busiest(run(pace, 64_000, 9 * minute))).toBeLessThanOrEqual(400);
  });

  test('what a ban teaches is counted over sixty whole seconds, the one of the ban among them', () => {
    const pace = new Pace(null, 0);
    for (const [second, calls] of [
      [0, 10],
      [1, 20],
      [60, 40],
    ] as const) {
      for (let call = 0; call < calls; call += 1) pace.passed(second * 1_000 + call);
    }
    pace.banned(60_500, 61_000);
    expect(pace.rate(2 * minute)).toBeCloseTo(60 * 0.97 - 0.15, 6);
  });

  test('calls from before that minute are not counted, though none came after them', () => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < 10; call += 1) pace.passed(0);
    for (let call = 0; call < 20; call += 1) pace.passed(30_000);
    pace.banned(60_999, 61_000);
    expect(pace.rate(2 * minute)).toBeCloseTo(20 * 0.97 - 0.15, 6);
  });

  test('after a ban each till waits for its place within one turn, a minute at the most', () => {
    const quick = new Pace(null, 0.5);
    for (let call = 0; call < 400; call += 1) quick.passed(0);
    quick.banned(0, 1_000);
    expect(quick.wait(1_000)).toBeCloseTo(minute / 193.925 / 2, 6);
    const slow = new Pace(1, 0.5);
    slow.banned(0, 1_000);
    expect(slow.wait(1_000)).toBe(30_000);
    expect(slow.allowance(30_999)).toBe(0);
    expect(slow.allowance(31_000)).toBe(1);
  });

  test('after a moment without calls a second’s worth may go at once', () => {
    const pace = new Pace(6_000, 0);
    expect(pace.allowance(minute)).toBe(96);
  });

  test('a ban without a call of this till teaches next to nothing: the pace stays one that gets somewhere', () => {
    const pace = new Pace(null, 0);
    pace.banned(0, 60_000);
    expect(run(pace, 2 * minute, 30 * minute).length).toBeGreaterThan(100);
  });

  test('a ceiling that was learned is lifted slowly, and not before ten quiet minutes', () => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < 400; call += 1) pace.passed(call);
    pace.banned(1_000, 2_000);
    expect(pace.rate(9 * minute)).toBeCloseTo(400 * 0.97 - 0.15, 6);
    expect(pace.rate(2_000 + 20 * minute)).toBeCloseTo(388 * 1.05, 0);
  });

  test('a low ceiling is lifted too, by one call in fifty minutes', () => {
    const pace = new Pace(null, 0);
    pace.passed(0);
    pace.passed(0);
    pace.banned(1_000, 2_000);
    expect(pace.rate(2_000 + 110 * minute)).toBeCloseTo(4 * 0.94, 6);
  });

  test('a ban in spite of the budget lowers the pace, which climbs back to the budget', () => {
    const pace = new Pace(100, 0);
    pace.banned(0, 1_000);
    expect(pace.rate(1_000)).toBeCloseTo(0.5 * 90 * 0.968, 0);
    expect(pace.rate(11_000)).toBeLessThan(97);
    expect(pace.rate(1_000 + 3 * minute)).toBeCloseTo(97, 0);
    expect(pace.rate(100 * minute)).toBeCloseTo(97, 0);
  });

  test('bans in a row lower it again and again, but never to nothing', () => {
    const pace = new Pace(null, 0.5);
    let now = 0;
    const rates: number[] = [];
    for (let ban = 0; ban < 40; ban += 1) {
      for (let call = 0; call < 20; call += 1) pace.passed(now);
      pace.banned(now, now + 1_000);
      now += 1_000;
      rates.push(pace.rate(now) ?? Number.NaN);
    }
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(rates.at(-1), 'half of one call a minute').toBeCloseTo(0.94 / 2, 6);
  });

  test('a ban at the first try after a ban is the same one, and lowers nothing further', () => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < 120; call += 1) pace.passed(call);
    pace.banned(1_000, 11_000);
    for (let again = 1; again < 6; again += 1) pace.banned(again * 10_000, again * 10_000 + 10_000);
    expect(pace.rate(2 * minute)).toBeCloseTo(120 * 0.969, 0);
  });

  test('after an outage of ten minutes tills without a budget start anywhere within a minute', () => {
    const starts = [0, 0.25, 0.5, 0.99].map((phase) => {
      const pace = new Pace(null, phase);
      pace.spread(0, 10 * minute);
      return pace.wait(0);
    });
    expect(starts).toEqual([0, 15_000, 30_000, 59_400]);
  });

  test('after a short outage nobody waits long', () => {
    const pace = new Pace(null, 0.99);
    pace.spread(0, 5_000);
    expect(pace.wait(0)).toBeLessThanOrEqual(500);
  });

  test('with a budget the backlog starts one and a quarter to two and a quarter turns after the probe', () => {
    const starts = [0, 0.999].map((phase) => {
      const pace = new Pace(2, phase);
      pace.spend(0);
      pace.spread(0, 0);
      return pace.wait(0) / (minute / 1.88);
    });
    expect(starts[0]).toBeCloseTo(1.25, 6);
    expect(starts[1]).toBeCloseTo(2.249, 6);
  });

  test('somebody who presses "send now" does not wait for the till’s turn, but keeps the pace', () => {
    const free = new Pace(null, 0.9);
    free.spread(0, 10 * minute);
    free.hurry(0);
    expect(free.allowance(0)).toBe(Number.POSITIVE_INFINITY);
    const paced = new Pace(2, 0.9);
    paced.spend(0);
    paced.hurry(0);
    expect(paced.allowance(0)).toBe(0);
  });
});
