import type { Day } from './days.ts';
import { gapsUpTo, mergeRanges, type Range } from './ranges.ts';

/** Numbers that were given and of which nothing is known. */
export interface Missing {
  first: number;
  last: number;
  /** The day on which they were given, as far as their neighbours tell; null where nobody tells. */
  day: Day | null;
}

/** What is known of the numbers of a queue. */
export interface KnownNumbers {
  /** The highest that was ever given. */
  lastSequence: number;
  /** All of which something is known, in any order. */
  known: readonly Range[];
  /** The day of one of them, where it is known. */
  dayOf: (sequence: number) => Day | null;
  /** What was found missing before, and on which day. */
  before: readonly Missing[];
}

/** What was found missing keeps its day. Otherwise it is that of the one in front of it, or of the one behind it. */
export function missingOf({ lastSequence, known, dayOf, before }: KnownNumbers): Missing[] {
  return gapsUpTo(lastSequence, mergeRanges(known)).map(([first, last]) => {
    const found = before.find((one) => one.first <= last && one.last >= first && one.day !== null);
    const day = found?.day ?? dayOf(first - 1) ?? dayOf(last + 1);
    return { first, last, day };
  });
}
