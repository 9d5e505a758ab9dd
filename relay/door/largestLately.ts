/** The largest of what was noted lately, in the room of three numbers. */
export class LargestLately {
  readonly #span: number;
  /** Of what was noted within the span that began at `#since`, and within the one before. */
  #largest = Number.NEGATIVE_INFINITY;
  #largestBefore = Number.NEGATIVE_INFINITY;
  #since = Number.NEGATIVE_INFINITY;

  /** `span`: so long a number counts at least, and twice as long at most (ms). */
  constructor(span: number) {
    this.#span = span;
  }

  /** `now`: ms that never go backwards. */
  note(value: number, now: number): void {
    this.#turnOver(now);
    this.#largest = Math.max(this.#largest, value);
  }

  /** Less than any number where none was noted. */
  of(now: number): number {
    this.#turnOver(now);
    return Math.max(this.#largest, this.#largestBefore);
  }

  #turnOver(now: number): void {
    const passed = now - this.#since;
    if (passed < this.#span) return;
    this.#largestBefore = passed < 2 * this.#span ? this.#largest : Number.NEGATIVE_INFINITY;
    this.#largest = Number.NEGATIVE_INFINITY;
    this.#since = now;
  }
}
