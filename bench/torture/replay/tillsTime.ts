/** The precision of a `Date` header and of what a till makes of it (ms). */
const PRECISION = 2_000;

/**
 * What a till can know of the gateway's time: its own clock until an answer of the API has shown better,
 * from then on that time and what has passed since. The simulation's own reading, to judge the till by
 * what it could know.
 */
export class TillsTime {
  readonly #wall: () => number;
  readonly #steady: () => number;
  /** The gateway's time less the steady clock, or null while nothing has shown it. */
  #difference: number | null = null;

  /** `wall`: ms since 1970, may jump; `steady`: ms since anything, never jumps. */
  constructor(wall: () => number, steady: () => number) {
    this.#wall = wall;
    this.#steady = steady;
  }

  now = (): number =>
    this.#difference === null ? this.#wall() : this.#steady() + this.#difference;

  get isKnown(): boolean {
    return this.#difference !== null;
  }

  learn(date: number): void {
    const isNear = (time: number) => Math.abs(date - time) <= PRECISION;
    if (isNear(this.#wall())) this.#difference = this.#wall() - this.#steady();
    else if (!this.isKnown || !isNear(this.now())) this.#difference = date - this.#steady();
  }

  /** The computer has slept, and its steady clock with it. */
  forget(): void {
    this.#difference = null;
  }
}
