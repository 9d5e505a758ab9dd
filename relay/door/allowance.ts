const MINUTE = 60_000;

export interface Rate {
  atOnce: number;
  perMinute: number;
}

/** So many at once, and then so many a minute; all times are ms of one steady clock. */
export class Allowance {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#left = rate.atOnce;
    this.#at = now;
  }

  /** Whether one more is allowed now. */
  has(now: number): boolean {
    const { atOnce, perMinute } = this.#rate;
    // A clock that was behind for a while owes nobody anything.
    const passed = Math.max(0, now - this.#at);
    this.#left = Math.min(atOnce, this.#left + (passed * perMinute) / MINUTE);
    this.#at = now;
    return this.#left >= 1;
  }

  /** Where more are taken than there were, the next one is allowed so much later. */
  take(): void {
    this.#left -= 1;
  }
}
