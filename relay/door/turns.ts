/** More do not wait: whoever comes then goes at once, as if there were no turns, and nothing more is kept. */
const MOST_WAITING = 2_000;

/**
 * One call of each line in each round of the loop. To read a call and to check its sign takes as long for one that is refused then, and
 * whoever has hundreds of connections has hundreds of such calls there at once: so those of others wait for one of them, not for all.
 */
export class Turns {
  /** Who waits, in each line; a line without anybody had its turn in this round. */
  readonly #lines = new Map<string, (() => void)[]>();
  #waiting = 0;

  /** Waits for the next turn of this line: not at all where it had none in this round. */
  async next(line: string): Promise<void> {
    const before = this.#lines.get(line);
    if (before === undefined) {
      if (this.#lines.size === 0) setImmediate(this.#round);
      this.#lines.set(line, []);
      return;
    }
    if (this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    await new Promise<void>((resolve) => before.push(resolve));
  }

  readonly #round = (): void => {
    for (const [line, waiting] of this.#lines) {
      const first = waiting.shift();
      if (first === undefined) this.#lines.delete(line);
      else {
        this.#waiting -= 1;
        first();
      }
    }
    if (this.#lines.size > 0) setImmediate(this.#round);
  };
}
