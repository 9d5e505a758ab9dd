/** A difference that the one-second resolution of the `Date` header explains (ms). */
const RESOLUTION = 2_000;

/** The gateway's clock as seen from this till: the till's own plus an offset learned from answers. */
export class GatewayClock {
  readonly #now: () => number;
  #offset = 0;

  /** `now`: the till's clock, ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Gateway's clock minus the till's, in ms; 0 until an answer has shown otherwise. */
  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return this.#now() + this.#offset;
  }

  /** Learns from the `Date` header of any answer, also of an error. Nonsense is ignored. */
  learn(dateHeader: string | undefined): void {
    const date = Date.parse(dateHeader ?? '');
    if (Number.isNaN(date)) return;
    const offset = date - this.#now();
    if (Math.abs(offset) <= RESOLUTION) this.#offset = 0;
    else if (Math.abs(offset - this.#offset) > RESOLUTION) this.#offset = offset;
  }
}
