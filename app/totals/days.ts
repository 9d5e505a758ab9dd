/** A day of the till's own calendar, `2026-11-28`. */
export type Day = string;

export const DAY_PATTERN = /^\d{4}-\d\d-\d\d$/;

/** What no clock of a till shows lies on the first or on the last day that can be written in four digits. */
const FIRST_DAY: Day = '0001-01-01';
const LAST_DAY: Day = '9999-12-31';

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** The local calendar day of a time (ms since 1970). */
export function dayOf(time: number): Day {
  const date = new Date(time);
  const year = date.getFullYear();
  if (!(year >= 1)) return FIRST_DAY;
  if (year > 9_999) return LAST_DAY;
  const month = twoDigits(date.getMonth() + 1);
  return `${String(year).padStart(4, '0')}-${month}-${twoDigits(date.getDate())}`;
}

/** The local hour of a time (ms since 1970), 0 to 23. */
export function hourOf(time: number): number {
  return new Date(time).getHours() || 0;
}

/** Whether there is such a day in the calendar. */
export function isDay(text: string): boolean {
  return DAY_PATTERN.test(text) && dayOf(startOf(text)) === text;
}

/** When a day begins here (ms since 1970). */
export function startOf(day: Day): number {
  const [year = 1, month = 1, date = 1] = day.split('-').map(Number);
  const begin = new Date(2_000, 0, 1);
  // A year below 100 is taken for one of the last century anywhere else.
  begin.setFullYear(year, month - 1, date);
  return begin.setHours(0, 0, 0, 0);
}

/** So many days later; fewer than none are earlier. */
export function addDays(day: Day, count: number): Day {
  const noon = new Date(startOf(day));
  noon.setHours(12);
  noon.setDate(noon.getDate() + count);
  return dayOf(noon.getTime());
}

/** The same day so many years before; of a day that year does not have, the one behind it. */
export function yearsBefore(day: Day, years: number): Day {
  const noon = new Date(startOf(day));
  noon.setHours(12);
  noon.setFullYear(noon.getFullYear() - years);
  return dayOf(noon.getTime());
}

/** When these days begin and end here (ms since 1970), the end not included; what no day can be written of belongs to the edges. */
export function spanOf(from: Day, to: Day): [start: number, end: number] {
  return [
    from <= FIRST_DAY ? Number.NEGATIVE_INFINITY : startOf(from),
    to >= LAST_DAY ? Number.POSITIVE_INFINITY : startOf(addDays(to, 1)),
  ];
}

/** `dayOf`, for many times of which most are of few days: what is asked again is not worked out again. */
export function dayReader(): (time: number) => Day {
  const known = new Map<number, Day>();
  return (time) => {
    const date = new Date(time);
    const key = (date.getFullYear() * 12 + date.getMonth()) * 31 + date.getDate();
    const day = known.get(key) ?? dayOf(time);
    known.set(key, day);
    return day;
  };
}
