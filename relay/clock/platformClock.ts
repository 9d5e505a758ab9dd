/** Nothing is dated with a year of five digits (ms since 1970). */
const LATEST = Date.UTC(9999, 0);

/** By no more than this do the machine's two clocks differ after any time that it has not stood still, nor been set (ms). */
const ALIKE = 60_000;

/** So many answers are kept; the middle one counts, so that one wrong `Date` moves nothing. */
const KEPT = 3;

/**
 * The platform's clock as this relay has seen it: until an answer has shown it, the machine's own; from then on it goes
 * by the steady clock, so that a jump of the machine's does not move it.
 */
export class PlatformClock {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  /** The platform's time less the steady clock's, of the last answers, the newest last. */
  readonly #offsets: number[] = [];
  /** The machine's clock less the steady one, at the last answer. */
  #apart: number | null = null;
  /** The one of them that counts. */
  #offset: number | null = null;

  /** `now`: the machine's clock, ms since 1970; `monotonic`: ms that never go backwards. */
  constructor(now: () => number, monotonic: () => number) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /**
   * An answer has shown the platform's time, and since then both clocks of the machine have gone on alike. A steady clock
   * may stand still while the machine does.
   */
  get isCertain(): boolean {
    if (this.#apart === null) return false;
    return Math.abs(this.#now() - this.#monotonic() - this.#apart) <= ALIKE;
  }

  /** The platform's time, ms since 1970. */
  now(): number {
    return this.#offset === null ? this.#now() : Math.round(this.#offset + this.#monotonic());
  }

  /** The `Date` header for an answer of the relay's own. */
  dateHeader(): string {
    return new Date(this.now()).toUTCString();
  }

  /** Learns from the `Date` of an answer of the platform; anything that is no time is left out. */
  learn(dateHeader: string | null): void {
    const date = Date.parse(dateHeader ?? '');
    if (!(date >= 0 && date < LATEST)) return;
    if (!this.isCertain) this.#offsets.length = 0;
    this.#apart = this.#now() - this.#monotonic();
    // The header has whole seconds, cut off: on average half of one is missing.
    this.#offsets.push(date + 500 - this.#monotonic());
    if (this.#offsets.length > KEPT) this.#offsets.shift();
    const { length } = this.#offsets;
    // Of two the older: the newer one has nobody yet to confirm it.
    const middle = length < KEPT ? this.#offsets[0] : this.#offsets.toSorted((a, b) => a - b)[1];
    this.#offset = middle ?? null;
  }
}
