import { BUILT_AT } from '../../app/member/believedDay.ts';
import { systemClock } from '../clock/clock.ts';

export interface DraftClocks {
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** Ms that never go backwards. Default: the system's. */
  monotonic?: () => number;
  /** No clock that stands before it is believed (ms since 1970). Default: the day of the build. */
  builtAt?: number;
}

/**
 * How old the draft is. No clock tells it that is wrong now or was then: a till whose battery is dead stands in 2000 until
 * the network sets it. Then only that much is sure for which the till has run with it.
 */
export class DraftAge {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  readonly #builtAt: number;
  /** The stamp of the draft that the till runs with, and since when it does (monotonic ms). */
  #known = { keptAt: Number.NaN, since: 0 };

  constructor({ now, monotonic = systemClock.monotonic, builtAt = BUILT_AT }: DraftClocks) {
    this.#now = now;
    this.#monotonic = monotonic;
    this.#builtAt = builtAt;
  }

  /** One with this stamp has just been kept. */
  begin(keptAt: number): void {
    this.#known = { keptAt, since: this.#monotonic() };
  }

  /** Of the one with this stamp (ms). `isTold`: by the clock; otherwise it is as old at least. */
  of(keptAt: number): { age: number; isTold: boolean } {
    if (this.#known.keptAt !== keptAt) this.begin(keptAt);
    const now = this.#now();
    // A stamp that is still to come, or from before there was this program, is one of a wrong clock.
    const isTold = this.#builtAt <= keptAt && keptAt <= now;
    return { age: isTold ? now - keptAt : this.#monotonic() - this.#known.since, isTold };
  }
}
