import { type CalendarDate, calendarDate } from './birthday.ts';

/** Put in by the bundler (`dev/build/bundles.ts`); not there where the sources run as they stand. */
declare const TILLSIDE_BUILT_AT: number | undefined;

/** The start (UTC) of the day on which this program was built, ms since 1970, or 0. */
export const BUILT_AT = typeof TILLSIDE_BUILT_AT === 'number' ? TILLSIDE_BUILT_AT : 0;

/**
 * The calendar day that the rules about birthdays go by. `now`: the gateway's clock where it is known,
 * else the till's, ms since 1970. No clock is believed that stands before the day of the build: a
 * battery that is empty puts a till back to 2000, where everybody of today is a child or unborn.
 */
export function believedDay(now: number, builtAt: number = BUILT_AT): CalendarDate {
  return calendarDate(new Date(Math.max(now, builtAt)));
}
