/** Lets what is done to one thing happen one after the other; different things do not wait. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Whether something is being done under this key, or waits. */
  isTaken(key: string): boolean {
    return this.#last.has(key);
  }

  /** Runs `work` when everything that was asked before under the same key has ended. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
