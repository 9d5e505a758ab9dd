import { ANSWER_WITHIN_MS, OFFER_HOLDS_MS } from '../../app/update/updateTimes.ts';
import type { Clock } from '../clock/clock.ts';
import type { Checked } from './updateEngine.ts';

/** When the server has offered a version: by both clocks, since one may be set and the other may stand still while the PC sleeps. */
export interface Offer {
  /** Wall clock, ms since 1970. */
  at: number;
  /** Monotonic, ms. */
  since: number;
}

export function offerOf(clock: Clock): Offer {
  return { at: clock.now(), since: clock.monotonic() };
}

/** Whether it is young enough for an installation before which nobody is asked. */
export function holds({ at, since }: Offer, clock: Clock): boolean {
  const age = clock.now() - at;
  return age >= 0 && Math.max(age, clock.monotonic() - since) <= OFFER_HOLDS_MS;
}

/** What the server says; one that has not said all of it in time does not answer. */
export function answerInTime(clock: Clock, asked: Promise<Checked>): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ANSWER_WITHIN_MS, () =>
      resolve({ outcome: 'update.unreachable', version: null }),
    );
    asked.then(resolve, reject).finally(cancel);
  });
}
