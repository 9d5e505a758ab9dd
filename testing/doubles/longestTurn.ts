/**
 * Watches the turns of the event loop: the longest that one kept everybody else from theirs, in this thread's own time on
 * the processor (ms), so that whatever else the machine does counts for nothing.
 */
export class LongestTurn {
  #longest = 0;
  #last = ownTime();
  #isOver = false;

  constructor() {
    this.#look();
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
      this.#look();
    });
  }
}

function ownTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
