/** Further away than this from 1970 (ms) there is no date: none could be shown, and no line of the store has one. */
export const FURTHEST_DATE = 8.64e15;

/**
 * Further away (ms) no file is dated, and nothing in it: twenty thousand years are left for whatever a till reckons from
 * that, and no clock has ever said so.
 */
export const FURTHEST_IN_FILE = 8e15;

/** The nearest date to what was reckoned (ms since 1970). */
export function asDate(reckoned: number): number {
  return within(FURTHEST_DATE, reckoned);
}

/** The nearest date that a file can have, or bring (ms since 1970). */
export function asDateInFile(time: number): number {
  return within(FURTHEST_IN_FILE, time);
}

/** Programs of before have stored what they had reckoned beyond the furthest date: a day and a little at the most (ms). */
const ONCE_BEYOND = 2 * 24 * 60 * 60 * 1_000;

/** A value of a line as a date, where it is one that a program of before has reckoned; whatever else it is it stays. */
export function asOnceReckoned<Value>(value: Value): Value | number {
  if (typeof value !== 'number' || Math.abs(value) > FURTHEST_DATE + ONCE_BEYOND) return value;
  return asDate(value);
}

function within(furthest: number, time: number): number {
  return Math.max(-furthest, Math.min(furthest, time));
}
