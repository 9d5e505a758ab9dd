import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { misdated } from './misdated.ts';

/** The spans of own saves with these dates, by their numbers. */
function spansOf(...dates: number[]) {
  const saves = dates.map((createdAt, at) => aSave({ sequence: at + 1, createdAt }));
  return [...misdated(saves.reverse())].map(([{ sequence }, { since, until }]) => [
    sequence,
    since,
    until,
  ]);
}

test('of saves that are dated in the order of their numbers everybody knows when they were made', () => {
  expect(spansOf(1, 2, 2, 3)).toEqual([]);
});

test('what is dated before another in front of it was made until the next date that fits', () => {
  expect(spansOf(10, 1, 2, 11, 12)).toEqual([
    [1, -Infinity, 10],
    [2, 1, 11],
    [3, 2, 11],
  ]);
  expect(spansOf(10, 1)).toContainEqual([2, 1, Infinity]);
});

test('what is dated after another behind it was made behind the last in front of it', () => {
  expect(spansOf(1, 10, 2, 3)).toEqual([
    [2, 1, 10],
    [3, 2, Infinity],
    [4, 3, Infinity],
  ]);
});
