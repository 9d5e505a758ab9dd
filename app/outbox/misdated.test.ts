import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { type Dating, misdated } from './misdated.ts';

/** Until when own saves with these dates may have been made, by their numbers. */
function untilOf(...dates: number[]) {
  return untilWith({}, ...dates);
}

function untilWith(dating: Dating, ...dates: number[]) {
  const saves = dates.map((createdAt, at) => aSave({ sequence: at + 1, createdAt }));
  const until = [...misdated(saves.reverse(), dating)].map(([{ sequence }, time]) => [
    sequence,
    time,
  ]);
  return until.sort(([one = 0], [other = 0]) => one - other);
}

test('of saves that are dated in the order of their numbers everybody knows when they were made', () => {
  expect(untilOf(1, 2, 2, 3)).toEqual([]);
});

test('what is dated before another in front of it, or after another behind it, was made until the next date that fits', () => {
  expect(untilOf(10, 1, 2, 11, 12)).toEqual([
    [1, 11],
    [2, 11],
    [3, 11],
  ]);
  expect(untilOf(1, 10, 2, 3)).toEqual([
    [2, Infinity],
    [3, Infinity],
    [4, Infinity],
  ]);
});

test('so it was where the clock was ahead for several, or went from one wrong time to another', () => {
  expect(untilOf(15, 16, 12, 17)).toEqual([
    [1, 17],
    [2, 17],
    [3, 17],
  ]);
  expect(untilOf(95, 98, 71, 74), 'made at 115, 118, 121 and 124').toContainEqual([2, Infinity]);
});

test('as long as the clock is known to be wrong, each was made between its date and that of a right one', () => {
  const [minute, hour] = [60_000, 3_600_000];
  expect(untilWith({ behind: 4 * minute }, 1, 2)).toEqual([]);
  expect(untilWith({ behind: hour }, 1, 2)).toEqual([
    [1, hour + 1],
    [2, hour + 2],
  ]);
  expect(untilWith({ behind: -hour }, 1, 2)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('what is dated ahead of now was made until the next date that fits, and of the last nobody knows', () => {
  const minute = 60_000;
  expect(untilWith({ now: 1 }, 1, 2, 1 + 5 * minute)).toEqual([]);
  expect(untilWith({ now: 1 }, 1, 2 + 5 * minute)).toEqual([[2, Infinity]]);
});

test('what is dated before its program was built was made until the next date that fits', () => {
  const isBeforeBuild = ({ createdAt }: { createdAt: number }) => createdAt < 5;
  expect(untilWith({ isBeforeBuild }, 1, 2, 5, 6)).toEqual([
    [1, 5],
    [2, 5],
  ]);
});

test('what is out of order by no more than may be is in order', () => {
  expect(untilWith({ tolerance: 2 }, 3, 1, 4, 2)).toEqual([]);
  expect(untilWith({ tolerance: 2 }, 4, 1)).toHaveLength(2);
});
