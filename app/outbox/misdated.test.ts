import { expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { type Dating, misdated } from './misdated.ts';

/** Which numbers of own saves with these dates nobody knows the time of. */
function misdatedOf(...dates: number[]) {
  return misdatedWith({}, ...dates);
}

function misdatedWith(dating: Dating, ...dates: number[]) {
  const saves = dates.map((createdAt, at) => aSave({ sequence: at + 1, createdAt }));
  return misdated(saves.reverse(), dating).map(({ sequence }) => sequence);
}

test('of saves that are dated in the order of their numbers everybody knows when they were made', () => {
  expect(misdatedOf(1, 2, 2, 3)).toEqual([]);
});

test('of what is dated before another in front of it, or after another behind it, nobody does', () => {
  expect(misdatedOf(10, 1, 2, 11, 12)).toEqual([1, 2, 3]);
  expect(misdatedOf(1, 10, 2, 3)).toEqual([2, 3, 4]);
});

test('so it was where the clock was ahead for several, or went from one wrong time to another', () => {
  expect(misdatedOf(15, 16, 12, 17)).toEqual([1, 2, 3]);
  expect(misdatedOf(95, 98, 71, 74), 'made at 115, 118, 121 and 124').toContain(2);
});

test('nor of any as long as the clock is known to be wrong', () => {
  const [minute, hour] = [60_000, 3_600_000];
  expect(misdatedWith({ behind: 4 * minute }, 1, 2)).toEqual([]);
  expect(misdatedWith({ behind: hour }, 1, 2)).toEqual([1, 2]);
  expect(misdatedWith({ behind: -hour }, 1, 2)).toEqual([1, 2]);
});

test('nor of what is dated ahead of now', () => {
  const minute = 60_000;
  expect(misdatedWith({ now: 1 }, 1, 2, 1 + 5 * minute)).toEqual([]);
  expect(misdatedWith({ now: 1 }, 1, 2 + 5 * minute)).toEqual([2]);
});

test('nor of what is dated before its program was built', () => {
  const isBeforeBuild = ({ createdAt }: { createdAt: number }) => createdAt < 5;
  expect(misdatedWith({ isBeforeBuild }, 1, 2, 5, 6)).toEqual([1, 2]);
});

test('what is out of order by no more than may be is in order', () => {
  expect(misdatedWith({ tolerance: 2 }, 3, 1, 4, 2)).toEqual([]);
  expect(misdatedWith({ tolerance: 2 }, 4, 1)).toHaveLength(2);
});
