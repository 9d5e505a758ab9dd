import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, dayReader, hourOf, isDay, spanOf, startOf, yearsBefore } from './days.ts';

const FURTHEST = 8.64e15;

test('every time that a save can have is of exactly one day, and in its span', () => {
  const read = dayReader();
  fc.assert(
    fc.property(fc.double({ min: -FURTHEST, max: FURTHEST, noNaN: true }), (time) => {
      const day = dayOf(time);
      expect(isDay(day)).toBe(true);
      expect(read(time)).toBe(day);
      const [start, end] = spanOf(day, day);
      const whole = Math.trunc(time);
      expect(start <= whole && whole < end).toBe(true);
      expect(hourOf(time)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a day follows the other, over the ends of months and years', () => {
  expect([addDays('2026-12-31', 1), addDays('2028-03-01', -1), addDays('2026-11-28', -30)]).toEqual(
    ['2027-01-01', '2028-02-29', '2026-10-29'],
  );
  expect([yearsBefore('2028-02-29', 2), yearsBefore('2026-11-28', 2)]).toEqual([
    '2026-03-01',
    '2024-11-28',
  ]);
  expect(startOf('0099-01-01')).toBeLessThan(startOf('1900-01-01'));
});

test('what no calendar has is no day', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '2026-1-1', '2026-11-28T00', '0000-01-01'])
    expect(isDay(text), text).toBe(false);
});
