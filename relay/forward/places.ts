/**
 * So many calls at the same time; one more waits for a place, and no longer than it may: a moment that was given in the quota
 * is for a call that leaves then, and calls that wait for long would all leave in the same moment.
 */
export class Places {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a place, which has to be given back; false where none is free within `patience` ms: then nothing is taken. */
  async take(patience: number): Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const given = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(given);
        resolve(false);
      }, patience);
      this.#waiting.add(given);
    });
  }

  give(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
