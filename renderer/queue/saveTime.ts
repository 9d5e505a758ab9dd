import { calendarDay, clockTime } from './clockTime.ts';

/** When a save was made: the time alone today, with its day before. All in ms since 1970. */
export function saveTime(locale: string, moment: number, now: number): string {
  const time = clockTime(locale, moment);
  if (new Date(moment).toDateString() === new Date(now).toDateString()) return time;
  return `${calendarDay(locale, moment)} ${time}`;
}
