import type { Clock } from '../clock/clock.ts';

export interface TurnstileOptions {
  clock: Pick<Clock, 'monotonic' | 'after'>;
  /** How many go through at once after a pause of any length. */
  burst: number;
  /** After how long one more goes through (ms). */
  every: number;
  /** How many wait at most. */
  places: number;
}

/** Lets calls through one after the other, at a pace; what finds no place to wait is turned away. */
export class Turnstile {
  readonly #options: TurnstileOptions;
  #waiting = 0;
  /** When the last of a full burst would have been made up for (monotonic ms). */
  #paidUntil = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** The call's value, or null where it was turned away. */
  pass<Value>(call: () => Promise<Value>): Promise<Value | null> {
    if (this.#waiting >= this.#options.places) return Promise.resolve(null);
    this.#waiting += 1;
    const passed = this.#turn.then(async () => {
      await this.#wait();
      return call();
    });
    this.#turn = passed
      .catch(() => undefined)
      .then(() => {
        this.#waiting -= 1;
      });
    return passed;
  }

  async #wait(): Promise<void> {
    const { clock, burst, every } = this.#options;
    const now = clock.monotonic();
    this.#paidUntil = Math.max(this.#paidUntil, now - burst * every) + every;
    const wait = this.#paidUntil - now;
    if (wait > 0) await new Promise<void>((resolve) => clock.after(wait, resolve));
  }
}
