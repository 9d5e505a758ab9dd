import { expect, test } from 'vitest';
import { believedDay } from './believedDay.ts';
import { checkBirthday } from './birthday.ts';

const built = new Date(2026, 10, 26).getTime();
const at = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();

test('the day is the one that the clock shows, from the day of the build on', () => {
  expect(believedDay(at(2026, 11, 26), built)).toBe('2026-11-26');
  expect(believedDay(at(2031, 2, 28), built)).toBe('2031-02-28');
});

test('a clock from before the build is not believed: who was born in 1990 is no child, and who is ten is one', () => {
  for (const now of [at(2000, 1, 1), 0, at(2026, 11, 25)]) {
    const today = believedDay(now, built);
    expect(today).toBe('2026-11-26');
    expect(checkBirthday('1990-01-01', today)).toBeNull();
    expect(checkBirthday('2016-01-01', today)).toBe('birthday.underage');
  }
});

test('where nothing was built, the clock is all that there is', () => {
  expect(believedDay(at(2000, 1, 1))).toBe('2000-01-01');
});
