import { describe, expect, test } from 'vitest';
import { calendarDate, checkBirthday, normaliseBirthday } from './birthday.ts';

const today = '2026-11-26';

describe('a birthday', () => {
  test.each([
    [2001, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
    [2000, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
    [1996, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
    [1900, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]],
  ])('of %i is a day of its month, from the first to the last', (year, lengths) => {
    for (const [index, length] of lengths.entries()) {
      const month = String(index + 1).padStart(2, '0');
      const problemOf = (day: number) =>
        checkBirthday(`${year}-${month}-${String(day).padStart(2, '0')}`, today);
      expect([0, 1, length, length + 1].map(problemOf)).toEqual([
        'birthday.impossible',
        null,
        null,
        'birthday.impossible',
      ]);
    }
  });

  test.each([
    ['1899-12-31', 'birthday.impossible'],
    ['1900-01-01', null],
    ['2000-00-10', 'birthday.impossible'],
    ['2000-13-10', 'birthday.impossible'],
    ['2012-11-26', null],
    ['2012-11-27', 'birthday.underage'],
    ['2026-11-26', 'birthday.underage'],
    ['2026-11-27', 'birthday.future'],
    ['2000-1-10', 'birthday.invalid'],
    ['', 'birthday.invalid'],
  ])('%s, on 2026-11-26: %s', (birthday, problem) => {
    expect(checkBirthday(birthday, today)).toBe(problem);
  });

  test.each([
    '19900102',
    '1990-1-2',
    '1990/01/02',
    '1990.1.02',
    '1990年1月2日',
    ' １９９０-１-２ ',
  ])('%j is the second of January 1990', (typed) => {
    expect(normaliseBirthday(typed)).toBe('1990-01-02');
  });
});

test('the day of a moment is the one on the calendar of this place', () => {
  expect(calendarDate(new Date(2026, 0, 2, 23, 59, 59, 999))).toBe('2026-01-02');
  expect(calendarDate(new Date(2026, 10, 26))).toBe('2026-11-26');
});
