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

/** The same while what is fetched waits for an installation (ms): it may be taken back. */
const CHECK_READY_MS = 20 * MINUTE_MS;
const CHECK_READY_SPREAD_MS = 20 * MINUTE_MS;

/** So long after it was offered may a version be installed without a question to the server (ms): longer than between two. */
export const OFFER_HOLDS_MS = 60 * MINUTE_MS;

/** So long after the question right before an installation is the till closed for it (ms): longer than that and a look at the file take. */
export const OFFER_CLOSES_MS = 5 * MINUTE_MS;

/** So long is waited for the server's answer (ms): longer than for the next byte of it. */
export const ANSWER_WITHIN_MS = 2 * MINUTE_MS;

/** When it may be fetched, it is within so much (ms): all tills of a chain close at one minute. */
export const FETCH_WITHIN_MS = 15 * MINUTE_MS;

/** How often one version is installed before it is left alone. */
export const MOST_TRIES = 2;

/** Ms until the next check. `upon`: what the one before has come to. `random`: from 0 to 1. */
export function untilNextCheck(upon: 'answer' | 'ready' | 'problem', random: number): number {
  if (upon === 'ready') return CHECK_READY_MS + random * CHECK_READY_SPREAD_MS;
  return (upon === 'problem' ? CHECK_AGAIN_MS : CHECK_EVERY_MS) + random * CHECK_SPREAD_MS;
}
