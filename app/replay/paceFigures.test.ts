import { describe, expect, test } from 'vitest';
import { Pace } from './pace.ts';

const minute = 60_000;

/** What is used of a ceiling of five calls a minute and more. */
const used = (ceiling: number) => 0.97 * ceiling - 0.15;

describe('of a budget', () => {
  test.each([
    [1, 0.94],
    [5, 0.94],
    [10, 0.955],
    [100, 0.9685],
  ])('of %d calls a minute the part %d is used', (budget, part) => {
    expect(new Pace(budget, 0).rate(0)).toBeCloseTo(part * budget, 9);
  });

  test('one call may go at once, however small it is and however long nothing went', () => {
    for (const budget of [2, 60]) {
      expect(new Pace(budget, 0).allowance(10 * minute)).toBe(1);
    }
  });

  test('half is used during a ban, and what a ban took from it comes back by a twentieth a minute', () => {
    const pace = new Pace(100, 0);
    pace.banned(0, 1_000);
    expect(pace.rate(500)).toBeCloseTo(used(90) / 2, 6);
    expect(pace.rate(1_000 + minute)).toBeCloseTo(used(95), 6);
  });
});

describe('a save at the counter', () => {
  test('takes the turn of the backlog, also after a time in which nothing went', () => {
    const pace = new Pace(60, 0);
    pace.spend(minute);
    expect(pace.allowance(minute)).toBe(0);
  });

  test('and any number of them make the backlog wait for a minute’s worth, not for longer', () => {
    const pace = new Pace(60, 0);
    for (let call = 0; call < 1_000; call += 1) pace.spend(0);
    expect(pace.allowance(0)).toBe(0);
    expect(pace.wait(0)).toBe(Math.ceil(minute + minute / used(60)));
  });

  test('makes the backlog wait for what is left of its turn', () => {
    const pace = new Pace(60, 0);
    pace.spend(0);
    expect(pace.wait(500)).toBe(534);
  });
});

describe('a ban', () => {
  test.each([0, 1])('teaches a till with %i calls of its own four calls a minute', (calls) => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < calls; call += 1) pace.passed(0);
    pace.banned(0, 1_000);
    expect(pace.rate(2 * minute)).toBeCloseTo(4 * 0.94, 6);
  });

  test('teaches a till with two calls of its own no more than these', () => {
    const pace = new Pace(null, 0);
    for (let call = 0; call < 2; call += 1) pace.passed(0);
    pace.banned(0, 1_000);
    expect(pace.rate(2 * minute)).toBeCloseTo(2 * 0.94, 6);
  });

  test('is followed by one call, whatever debt or credit there was before it', () => {
    const pace = new Pace(6_000, 0);
    for (let call = 0; call < 10; call += 1) pace.spend(0);
    pace.banned(0, 1_000);
    expect(pace.allowance(1_000)).toBe(1);
  });
});
