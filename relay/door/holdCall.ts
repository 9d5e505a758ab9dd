import { MINUTE, SECOND, WINDOW } from '../quota/limits.ts';
import type { Admission } from '../state/relayState.ts';
import { LargestLately } from './largestLately.ts';

/**
 * A call leaves no later than this after its moment (ms). Where the relay itself has stood still (stopped, or without a processor), all
 * that it holds would else leave at once, beside what has its moment then, and before it hears who has gone.
 */
const LATEST = 1_000;

/** By so much calls may leave less far apart than their moments are: the count looks at so much more than a minute (ms). */
const ALLOWED = ((WINDOW - MINUTE) / SECOND) * 1_000;

/** For so long it matters how late a call has left (ms). */
const REMEMBERED = (MINUTE / SECOND) * 1_000;

/**
 * Holds calls until the moments that they were given. Those of one full minute and of the next may all leave at once, a minute apart: if
 * the first left late, because the state took long to answer or the relay stood still, and the next at their moment, both would
 * be within a minute. So for a minute none leaves sooner behind its moment than the latest did, but for what the count allows.
 *
 * How much of what the state has taken lies behind the moment nobody can say: its clock and ours are apart. But they are as far apart for
 * every call, so that of two it is seen which leaves later behind its moment, and by how much.
 */
export class CallHolder {
  readonly #monotonic: () => number;
  /** How far behind their moments, by the state's clock, calls have left. */
  readonly #behind = new LargestLately(REMEMBERED);
  /** How soon behind the state's word it was heard, by the state's clock: the clocks are no further apart than that (less than 0). */
  readonly #soonest = new LargestLately(REMEMBERED);

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Waits until the moment that a call was given: whoever called is there still, or gone; or that moment has long passed. */
  async until(
    { hold, taken = 0, at }: Pick<Extract<Admission, { kind: 'go' }>, 'hold' | 'taken' | 'at'>,
    wait: (milliseconds: number) => Promise<boolean>,
  ): Promise<'there' | 'gone' | 'late'> {
    const from = this.#monotonic();
    const apart = from - (at ?? from);
    this.#soonest.note(-apart, from);
    const lacking = this.#behind.of(from) - ALLOWED - apart;
    const more = Math.min(Math.max(0, lacking), LATEST - ALLOWED);
    if (!(await wait(hold + more))) return 'gone';
    const now = this.#monotonic();
    const over = now - from - hold;
    // At the most. What it was to wait more makes no call late that is not; but what is surely late is, whatever it has waited for.
    const late = taken + over;
    const isSurely = apart + over + this.#soonest.of(now) > LATEST;
    if (late - more > LATEST || (late > LATEST && isSurely)) return 'late';
    this.#behind.note(apart + over, now);
    return 'there';
  }
}
