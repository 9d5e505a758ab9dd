/**
 * What is in a file that another till may take, from the last look whether anybody has decided about it until the copies here
 * are closed. What is decided about it in between that till would not know of.
 */
export class HandingOver {
  #requestIds: ReadonlySet<string> = new Set();
  #over: Promise<void> = Promise.resolve();

  holds(requestId: string): boolean {
    return this.#requestIds.has(requestId);
  }

  get isIdle(): boolean {
    return this.#requestIds.size === 0;
  }

  /** Resolves once nothing is handed over any more. */
  over(): Promise<void> {
    return this.#over;
  }

  /** One file at a time. Gives what ends it; nothing happens where it has ended already. */
  begin(requestIds: readonly string[]): () => void {
    const ids = new Set(requestIds);
    this.#requestIds = ids;
    let end = () => {};
    this.#over = new Promise((resolve) => {
      end = resolve;
    });
    return () => {
      if (this.#requestIds === ids) this.#requestIds = new Set();
      end();
    };
  }
}
