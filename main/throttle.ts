/** Calls at once, then at most once in `milliseconds`; the last call is never lost. */
export class Throttle {
  readonly #milliseconds: number;
  readonly #call: () => void;
  #timer: NodeJS.Timeout | null = null;
  #isAskedAgain = false;

  constructor(milliseconds: number, call: () => void) {
    this.#milliseconds = milliseconds;
    this.#call = call;
  }

  call(): void {
    if (this.#timer !== null) {
      this.#isAskedAgain = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#isAskedAgain) return;
      this.#isAskedAgain = false;
      this.call();
    }, this.#milliseconds);
    this.#timer.unref();
    this.#call();
  }
}
