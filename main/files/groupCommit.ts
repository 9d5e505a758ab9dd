import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Collects what comes in while a commit is running and commits it together. Every caller's promise
 * settles with the commit that carried its own item. Where several have come together lately, all of a
 * turn of the event loop go together: then one flush carries what many have to say.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (items: Item[], isCrowded: boolean) => Promise<Result>;
  #waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] =
    [];
  #running: Promise<void> | null = null;
  #isCrowded = false;

  /** `isCrowded`: others have joined lately, so that nobody should be kept from it by a call that blocks. */
  constructor(commit: (items: Item[], isCrowded: boolean) => Promise<Result>) {
    this.#commit = commit;
  }

  add(item: Item): Promise<Result> {
    const result = new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
    });
    this.#running ??= this.#drain();
    return result;
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    const wasCrowded = this.#isCrowded;
    await (wasCrowded ? endOfTurn() : Promise.resolve());
    this.#isCrowded = false;
    for (let round = 0; this.#waiting.length > 0; round += 1) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#isCrowded ||= round > 0 || batch.length > 1;
      try {
        const items = batch.map(({ item }) => item);
        const result = await this.#commit(items, wasCrowded || this.#isCrowded);
        for (const { resolve } of batch) resolve(result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
        // Whoever was refused undoes what it had changed, before the next commit writes what holds.
        await endOfTurn();
      }
    }
    this.#running = null;
  }
}
