import { type CalendarDate, checkBirthday, MIN_YEAR } from '../../app/member/birthday.ts';

/** One button of the picker: what it stands for, and whether such a birthday can be registered. */
export interface Choice {
  value: number;
  isOffered: boolean;
}

/** What has been chosen so far: a decade (1990), then a year, then a month (1–12). */
export interface Chosen {
  decade: number | null;
  year: number | null;
  month: number | null;
}

export const NOTHING_CHOSEN: Chosen = { decade: null, year: null, month: null };

export type Step = 'decade' | 'year' | 'month' | 'day';

export function stepOf({ decade, year, month }: Chosen): Step {
  if (decade === null) return 'decade';
  if (year === null) return 'year';
  return month === null ? 'month' : 'day';
}

/**
 * The buttons of the next step. Days are calendar numbers all the way: none of them ever becomes a
 * `Date`. `today`: the day that the field goes by.
 */
export function choicesFor(chosen: Chosen, today: CalendarDate): Choice[] {
  const { decade, year, month } = chosen;
  const offer = (value: number, day: CalendarDate) => ({
    value,
    isOffered: checkBirthday(day, today) === null,
  });
  if (decade === null) {
    const count = Math.floor((Number(today.slice(0, 4)) - MIN_YEAR) / 10) + 1;
    return range(count, MIN_YEAR, 10)
      .map((value) => offer(value, dayText(value, 1, 1)))
      .filter((choice) => choice.isOffered);
  }
  if (year === null) return range(10, decade).map((value) => offer(value, dayText(value, 1, 1)));
  if (month === null) return range(12, 1).map((value) => offer(value, dayText(year, value, 1)));
  return range(31, 1)
    .map((value) => ({ value, day: dayText(year, month, value) }))
    .filter(({ day }) => checkBirthday(day, today) !== 'birthday.impossible')
    .map(({ value, day }) => offer(value, day));
}

export function dayText(year: number, month: number, day: number): CalendarDate {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function range(count: number, first: number, step = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index * step);
}
