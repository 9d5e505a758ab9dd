import { toHalfWidth } from './halfWidth.ts';
import { withoutUnseen } from './unseen.ts';

/** Calendar text `yyyy-MM-dd`. It never becomes a `Date`: that would shift a day in other zones. */
export type CalendarDate = string;

export const MIN_YEAR = 1900;

/** China's PIPL asks for a guardian's consent below this age; the till refuses such a registration. */
export const MIN_AGE_YEARS = 14;

export type BirthdayProblem =
  | 'birthday.invalid'
  | 'birthday.impossible'
  | 'birthday.future'
  | 'birthday.underage';

/**
 * Eight digits, or year, month and day apart by any of `- / . 年月日`, as `yyyy-MM-dd`; else the text
 * itself, without what cannot be seen.
 */
export function normaliseBirthday(input: string): string {
  const text = toHalfWidth(withoutUnseen(input)).trim();
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text);
  if (!match) return text;
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The first thing that is wrong with a normalised birthday, or null. `today`: the day to hold it against (`believedDay`). */
export function checkBirthday(birthday: string, today: CalendarDate): BirthdayProblem | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthday);
  if (!match) return 'birthday.invalid';
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  if (year < MIN_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return 'birthday.impossible';
  }
  if (birthday > today) return 'birthday.future';
  const [todayYear, todayRest] = [Number(today.slice(0, 4)), today.slice(4)];
  const youngest = `${todayYear - MIN_AGE_YEARS}${todayRest}`;
  return birthday > youngest ? 'birthday.underage' : null;
}

/** The local calendar day of a moment, as text that compares like a date. */
export function calendarDate(moment: Date): CalendarDate {
  const year = moment.getFullYear();
  const month = String(moment.getMonth() + 1).padStart(2, '0');
  const day = String(moment.getDate()).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
