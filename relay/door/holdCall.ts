import { MINUTE, SECOND, WINDOW } from '../quota/limits.ts';
import type { Admission } from '../state/relayState.ts';

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
 */
export class CallHolder {
  readonly #monotonic: () => number;
  /** How late the latest has left: within the span that began at `#since`, and within the one before. */
  #latest = 0;
  #latestBefore = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Waits until the moment that a call was given: whoever called is there still, or gone; or that moment has long passed. */
  async until(
    { hold, taken = 0 }: Pick<Extract<Admission, { kind: 'go' }>, 'hold' | 'taken'>,
    wait: (milliseconds: number) => Promise<boolean>,
  ): Promise<'there' | 'gone' | 'late'> {
    const from = this.#monotonic();
    if (!(await wait(hold + Math.max(0, this.#leastLate() - taken)))) return 'gone';
    const late = taken + this.#monotonic() - from - hold;
    if (late > LATEST) return 'late';
    this.#note(late);
    return 'there';
  }

  #leastLate(): number {
    this.#turnOver();
    return Math.max(this.#latest, this.#latestBefore) - ALLOWED;
  }

  #note(late: number): void {
    this.#turnOver();
    this.#latest = Math.max(this.#latest, late);
  }

  #turnOver(): void {
    const now = this.#monotonic();
    const passed = now - this.#since;
    if (passed < REMEMBERED) return;
    this.#latestBefore = passed < 2 * REMEMBERED ? this.#latest : 0;
    this.#latest = 0;
    this.#since = now;
  }
}
