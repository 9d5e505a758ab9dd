import type { Clock } from '../clock/clock.ts';

/** How many calls are answered: so many at once, and one more after each pause. */
export class Bucket {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #most: number;
  /** Ms. */
  readonly #oneEvery: number;
  #left: number;
  #countedAt: number;

  constructor(clock: Pick<Clock, 'monotonic'>, most: number, perSecond: number) {
    this.#clock = clock;
    this.#most = most;
    this.#oneEvery = 1_000 / perSecond;
    this.#left = most;
    this.#countedAt = clock.monotonic();
  }

  /** Null where one more is answered, else after how many seconds the next one is. */
  take(): number | null {
    const now = this.#clock.monotonic();
    this.#left = Math.min(this.#most, this.#left + (now - this.#countedAt) / this.#oneEvery);
    this.#countedAt = now;
    if (this.#left < 1) return Math.max(1, Math.ceil(((1 - this.#left) * this.#oneEvery) / 1_000));
    this.#left -= 1;
    return null;
  }
}
