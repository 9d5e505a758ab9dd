/** After a failure it is tried again after this time (ms), and after twice as long each time. */
const FIRST_WAIT_MS = 10 * 60_000;
const MAX_WAIT_MS = 24 * 60 * 60_000;

/** When what has failed is tried again. */
export class CompactionTries {
  readonly #monotonic: () => number;
  #failures = 0;
  #failure: unknown = null;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Why the last try came to nothing; null where it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  get isDue(): boolean {
    return this.#monotonic() >= this.#notBefore;
  }

  /** The next one is due, however often it has failed. */
  hurry(): void {
    this.#failures = 0;
    this.#notBefore = Number.NEGATIVE_INFINITY;
  }

  succeeded(): void {
    this.#failure = null;
    this.hurry();
  }

  failed(error: unknown): void {
    this.#failure = error;
    this.#wait(FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
  }

  /** Something else has to go first, and nothing has failed. */
  putOff(): void {
    this.#wait(FIRST_WAIT_MS);
  }

  #wait(milliseconds: number): void {
    this.#notBefore = this.#monotonic() + Math.min(milliseconds, MAX_WAIT_MS);
  }
}
