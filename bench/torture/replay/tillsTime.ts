/** The precision of a `Date` header and of what a till makes of it (ms). */
const PRECISION = 2_000;

/**
 * What a till can know of the gateway's time: its own clock, corrected by the last answer of the API. The
 * simulation's own reading, to judge the till by what it could know.
 */
export class TillsTime {
  readonly #wall: () => number;
  #offset = 0;

  constructor(wall: () => number) {
    this.#wall = wall;
  }

  now = (): number => this.#wall() + this.#offset;

  learn(date: number): void {
    const offset = date - this.#wall();
    if (Math.abs(offset) <= PRECISION) this.#offset = 0;
    else if (Math.abs(offset - this.#offset) > PRECISION) this.#offset = offset;
  }
}
