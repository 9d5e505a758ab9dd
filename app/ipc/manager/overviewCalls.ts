import { z } from 'zod';
import { MOST_OUTAGE_DAYS, type Outage } from '../../outages/outage.ts';
import { isDay } from '../../totals/days.ts';
import type { DayFigures } from '../../totals/reconciliation.ts';
import { nothing, takes } from '../takes.ts';

/** Today and the last days. Nothing of it is about a person, so looking at it leaves no line in the audit trail. */
export const OVERVIEW_CALLS = {
  /** What charts show of the last days up to one of them, oldest first. */
  getDays: takes(
    z.strictObject({
      last: z.string().max(10).refine(isDay),
      count: z.int().min(1).max(MOST_OUTAGE_DAYS),
    }),
  ).gives<DayFigures[]>(),
  /** What was seen of outages within so many days up to now, oldest first. */
  listOutages: takes(z.strictObject({ days: z.int().min(1).max(MOST_OUTAGE_DAYS) })).gives<
    readonly Outage[]
  >(),
  /**
   * Prints what the page has for paper, by the system's own dialog; answered when that is closed. A wish that is called
   * off there is none that failed.
   */
  printPage: takes(nothing).gives<null>(),
};
