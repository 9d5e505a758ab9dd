/** One report of a till is taken in this time (ms); tills of ours leave twice as long between two. */
const EVERY = 5_000;

/** So many may come at once, from a till that is started several times in a row. */
const AT_ONCE = 6;

/**
 * How often a till may report. Each report is written to the shared state and its sign kept for long, and no quota holds
 * it back: a till that storms would fill the state and take the relay's time. Each relay counts for itself.
 */
export class ReportPace {
  /** By which moment a till's reports would all have come, one after the other. The last one that was taken is the last. */
  readonly #evenUntil = new Map<string, number>();
  readonly #monotonic: () => number;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Takes one report of this till: 0, or the ms after which one is taken again. */
  take(appKey: string): number {
    const now = this.#monotonic();
    this.#forget(now);
    const evenUntil = Math.max(now, this.#evenUntil.get(appKey) ?? now);
    const wait = evenUntil - now - (AT_ONCE - 1) * EVERY;
    if (wait > 0) return wait;
    this.#evenUntil.delete(appKey);
    this.#evenUntil.set(appKey, evenUntil + EVERY);
    return 0;
  }

  /** How many tills it remembers: those that have reported within the last half a minute. */
  get size(): number {
    return this.#evenUntil.size;
  }

  #forget(now: number): void {
    for (const [appKey, evenUntil] of this.#evenUntil) {
      if (evenUntil > now) return;
      this.#evenUntil.delete(appKey);
    }
  }
}
