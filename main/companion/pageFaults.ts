/** So many ends of the page within so long (ms) are no accident any more. */
const MAX_ENDS = 3;
const WITHIN_MS = 60_000;

/** Counts how often the page's process has ended against its will. `monotonic`: ms. */
export class PageFaults {
  readonly #monotonic: () => number;
  #ends: number[] = [];
  #count = 0;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Since the start of the program. */
  get count(): number {
    return this.#count;
  }

  /** The page has ended. Whether it is worth loading once more by itself. */
  note(): 'load' | 'give-up' {
    const now = this.#monotonic();
    this.#count += 1;
    this.#ends = [...this.#ends.filter((at) => now - at < WITHIN_MS), now];
    return this.#ends.length < MAX_ENDS ? 'load' : 'give-up';
  }

  /** Somebody wants it tried again. */
  forgive(): void {
    this.#ends = [];
  }
}
