/**
 * Watches the turns of the event loop: how many there are, and the longest that one kept everybody else from theirs, in
 * this thread's own time on the processor (ms), so that whatever else the machine does counts for nothing.
 */
export class LongestTurn {
  #longest = 0;
  #last = ownTime();
  #isOver = false;
  #count = 0;

  constructor() {
    this.#look();
  }

  /** How many turns others have had so far. */
  get count(): number {
    return this.#count;
  }

  end(): number {
    this.#isOver = true;
    return this.#longest;
  }

  #look(): void {
    if (this.#isOver) return;
    setImmediate(() => {
      const now = ownTime();
      this.#longest = Math.max(this.#longest, now - this.#last);
      this.#last = now;
      this.#count += 1;
      this.#look();
    });
  }
}

/** The turns of the loop while some work was under way. */
export async function turnsDuring(
  work: () => Promise<unknown>,
): Promise<{ count: number; longest: number }> {
  const turns = new LongestTurn();
  await work();
  await new Promise((resolve) => setImmediate(resolve));
  return { count: turns.count, longest: turns.end() };
}

function ownTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
