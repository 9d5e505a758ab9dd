import { clockTime } from './clockTime.ts';

/** When a save was made: the time alone today, with its day before. All in ms since 1970. */
export function saveTime(locale: string, moment: number, now: number): string {
  const time = clockTime(locale, moment);
  if (new Date(moment).toDateString() === new Date(now).toDateString()) return time;
  const day = new Intl.DateTimeFormat(locale, { month: '2-digit', day: '2-digit' }).format(moment);
  return `${day} ${time}`;
}
