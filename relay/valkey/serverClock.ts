import { DELAY } from '../quota/limits.ts';

/** Two clocks that are right drift apart by less. */
const DRIFT = 1.001;

/**
 * The clock of the server of the state, as far as one relay can reckon it: what it has said last, and the steady time since. By
 * it is seen that it was set ahead.
 */
export class ServerClock {
  readonly #monotonic: () => number;
  #last: { time: number; askedAt: number } | null = null;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** The steady time of now, for `heard`. */
  now(): number {
    return this.#monotonic();
  }

  /** What it says at the most, once what is asked now is carried out (µs since 1970); null where it was never heard. */
  atMost(): number | null {
    if (this.#last === null) return null;
    const since = this.#monotonic() - this.#last.askedAt;
    return Math.round(this.#last.time + since * DRIFT * 1_000 + DELAY);
  }

  /** `time`: what it said (µs since 1970), or null; `askedAt`: by `now`, before it was asked. */
  heard(time: number | null, askedAt: number): void {
    if (time !== null) this.#last = { time, askedAt };
  }
}
