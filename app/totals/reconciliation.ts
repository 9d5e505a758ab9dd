import type { Day } from './days.ts';
import type { Kind, Origin } from './kinds.ts';
import type { Missing } from './missing.ts';
import type { Range } from './ranges.ts';

/** Days of the till's calendar, both included. */
export interface Days {
  from: Day;
  to: Day;
}

/** A number of the equation that has rows behind it. */
export type Side = Origin | Kind;

/** A number of the equation. */
export interface Tally {
  count: number;
  /** So many of these are forgotten: nothing but their number is left. */
  forgotten: number;
}

/** registered + taken over = what became of them + the difference. */
export interface Reconciliation extends Days {
  /** What was registered here: also what is missing, since its number was given. */
  registered: Tally;
  takenOver: Tally;
  kinds: Record<Kind, Tally>;
  /** The left side less the right one: what was given and of which nothing is known. */
  difference: number;
  /** Which numbers that is, oldest first, `MOST_NAMED` ranges at the most; those without a day belong to every day. */
  missing: readonly Missing[];
  /** Ranges that are missing and not named. */
  moreMissing: number;
  /** Forgotten and here all the same: a store that was set back. They count once, as what was forgotten. */
  again: readonly Range[];
}

/** So many missing ranges are named at the most. */
export const MOST_NAMED = 200;

/** What a chart shows of a day. */
export interface DayFigures {
  day: Day;
  registered: number;
  takenOver: number;
  kinds: Partial<Record<Kind, number>>;
  operators: readonly { operatorId: string | null; count: number }[];
  shops: readonly { shopId: string | null; count: number }[];
  /** How many were made in each of its hours. */
  hours: readonly number[];
  /** Within how many seconds half of what was accepted was, and nineteen of twenty; null: nothing was accepted. */
  waits: { half: number | null; nearlyAll: number | null };
}
