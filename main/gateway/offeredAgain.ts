/**
 * What was taken before and is refused now is offered once more after so long (ms), then twice as long each time, up to a
 * day. Whoever counts wrong ones forgets them sooner, as a rule.
 */
const AFTER_MS = 2 * 60 * 60_000;
const LONGEST_MS = 24 * 60 * 60_000;

/** When a name and password that were refused may be offered once more. */
export class OfferedAgain {
  readonly #monotonic: () => number;
  /** Monotonic ms. */
  #at = Number.NEGATIVE_INFINITY;
  /** How long was waited for that; 0: they were not refused since they were taken. */
  #after = 0;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  get isDue(): boolean {
    return this.#monotonic() >= this.#at;
  }

  refused(): void {
    this.#after = Math.min(2 * this.#after || AFTER_MS, LONGEST_MS);
    this.#at = this.#monotonic() + this.#after;
  }

  /** They were taken, or are others: the next refusal is a first one. */
  begin(): void {
    this.#after = 0;
  }
}
