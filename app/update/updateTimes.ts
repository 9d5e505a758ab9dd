const MINUTE_MS = 60_000;

/** How often is looked whether something may be done (ms). */
export const LOOK_EVERY_MS = MINUTE_MS;

/** The first check comes within so much after the start (ms): all tills of a chain start at one hour. */
export const FIRST_CHECK_WITHIN_MS = 90 * MINUTE_MS;

/** Each further one so much after the one before, and up to an hour later (ms). */
const CHECK_EVERY_MS = 5 * 60 * MINUTE_MS;
const CHECK_SPREAD_MS = 60 * MINUTE_MS;

/** The same after a problem (ms). */
const CHECK_AGAIN_MS = 60 * MINUTE_MS;

/** When it may be fetched, it is within so much (ms): all tills of a chain close at one minute. */
export const FETCH_WITHIN_MS = 15 * MINUTE_MS;

/** How often one version is installed before it is left alone. */
export const MOST_TRIES = 2;

/** Ms until the next check. `random`: from 0 to 1. */
export function untilNextCheck(isProblem: boolean, random: number): number {
  return (isProblem ? CHECK_AGAIN_MS : CHECK_EVERY_MS) + random * CHECK_SPREAD_MS;
}
