/** A difference that the one-second resolution of the `Date` header explains (ms). */
const RESOLUTION_MS = 2_000;

/** No timestamp can be written of a year with five digits (ms since 1970). */
const LATEST = Date.UTC(9999, 0);

/**
 * The gateway's clock as seen from this till. Until an answer has shown it, the till's own; from then on
 * it goes on by the monotonic clock, so that a jump of the till's clock does not move it.
 */
export class GatewayClock {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  /** What the gateway's clock was at one moment of the monotonic clock. */
  #known: { time: number; monotonic: number } | null = null;

  /** `now`: the till's clock, ms since 1970; `monotonic`: ms that never go backwards. */
  constructor(now: () => number, monotonic: () => number) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /** Gateway's clock minus the till's, in ms; 0 until an answer has shown otherwise. */
  get offset(): number {
    const offset = this.now() - this.#now();
    return Math.abs(offset) <= RESOLUTION_MS ? 0 : offset;
  }

  /** Whether an answer has shown it. */
  get isKnown(): boolean {
    return this.#known !== null;
  }

  now(): number {
    const known = this.#known;
    return known === null ? this.#now() : known.time + this.#monotonic() - known.monotonic;
  }

  /** After a sleep the monotonic clock may be behind: the till's own clock counts until the next answer. */
  forget(): void {
    this.#known = null;
  }

  /** The gateway's clock is this time (ms since 1970) as far as anything shows; what is known already stays. */
  take(time: number): void {
    this.#known ??= { time, monotonic: this.#monotonic() };
  }

  /** Learns from the `Date` header of any answer, also of an error; false where it shows no time. */
  learn(dateHeader: string | undefined): boolean {
    const date = Date.parse(dateHeader ?? '');
    if (!(date >= 0 && date < LATEST)) return false;
    const isNear = (time: number) => Math.abs(date - time) <= RESOLUTION_MS;
    const monotonic = this.#monotonic();
    if (isNear(this.#now())) this.#known = { time: this.#now(), monotonic };
    else if (this.#known === null || !isNear(this.now())) this.#known = { time: date, monotonic };
    return true;
  }
}
