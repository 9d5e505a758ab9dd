import type { Save } from '../../app/outbox/save.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { StorePatience } from './storePatience.ts';

/**
 * Marks on the disk, and the saves whose mark is there before there is room for their call, so that the call
 * need not wait for the disk. Whoever's call does not come is given back to the queue as it was.
 */
export class MarkedAhead {
  readonly #outbox: Outbox;
  readonly #store: StorePatience;
  readonly #marked = new Set<number>();
  #marking = 0;

  constructor(outbox: Outbox, store: StorePatience) {
    this.#outbox = outbox;
    this.#store = store;
  }

  /** How many are on their way to the disk. */
  get marking(): number {
    return this.#marking;
  }

  /** What is on the disk and waits for its call, as it is known now, first things first. */
  get saves(): Save[] {
    return [...this.#marked].flatMap((sequence) => this.#outbox.queue.get(sequence) ?? []);
  }

  /** Marks a waiting save (`now`: ms since 1970) that waits for its call from then on. */
  async markAhead(pending: Save, now: number): Promise<void> {
    this.#marking += 1;
    try {
      const marked = await this.#mark(pending, now);
      if (marked !== null) this.#marked.add(pending.sequence);
    } finally {
      this.#marking -= 1;
    }
  }

  /**
   * A save as it is marked for its call, which comes now; null where the disk has refused, and nothing may
   * leave.
   */
  async markForCall(save: Save, now: number): Promise<Save | null> {
    return this.#marked.delete(save.sequence) ? save : this.#mark(save, now);
  }

  /** Gives back to the queue, in memory at once, what waits for its call. */
  async giveBack(): Promise<void> {
    const { saves } = this;
    this.#marked.clear();
    const stored = await Promise.all(saves.map((save) => this.#outbox.unmark(save)));
    if (stored.includes(false)) this.#store.failed();
  }

  async #mark(pending: Save, now: number): Promise<Save | null> {
    const marked = await this.#outbox.markSending(pending, now);
    if (marked === null) this.#store.failed();
    else this.#store.worked();
    return marked;
  }
}
