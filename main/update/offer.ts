import { ANSWER_WITHIN_MS } from '../../app/update/updateTimes.ts';
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

/** Whether it is no older than `longest` (ms), also where the PC has slept since. */
export function holds({ at, since }: Offer, clock: Clock, longest: number): boolean {
  const age = clock.now() - at;
  return age >= 0 && Math.max(age, clock.monotonic() - since) <= longest;
}

/** What the server says; one that has not said all of it in time does not answer, and is hung up on (`FeedExecutor`). */
export function answerInTime(clock: Clock, asked: Promise<Checked>): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ANSWER_WITHIN_MS, () =>
      resolve({ outcome: 'update.unreachable', version: null }),
    );
    asked.then(resolve, reject).finally(cancel);
  });
}
