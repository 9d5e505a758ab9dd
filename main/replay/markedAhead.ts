import type { Save } from '../../app/outbox/save.ts';
import type { Outbox } from '../outbox/outbox.ts';

/**
 * Saves whose mark is on the disk before there is room for their call, so that the call need not wait for the
 * disk. Whoever's call does not come is given back to the queue as it was.
 */
export class MarkedAhead {
  readonly #outbox: Outbox;
  readonly #marked = new Set<number>();
  #marking = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** How many are on their way to the disk. */
  get marking(): number {
    return this.#marking;
  }

  /** What is on the disk and waits for its call, as it is known now, first things first. */
  get saves(): Save[] {
    return [...this.#marked].flatMap((sequence) => this.#outbox.queue.get(sequence) ?? []);
  }

  /** Marks a waiting save (`now`: ms since 1970); false when that could not be stored. */
  async mark(pending: Save, now: number): Promise<boolean> {
    this.#marking += 1;
    try {
      if ((await this.#outbox.markSending(pending, now)) === null) return false;
      this.#marked.add(pending.sequence);
      return true;
    } finally {
      this.#marking -= 1;
    }
  }

  /** True when this save was waiting here; it leaves for its call. */
  take({ sequence }: Save): boolean {
    return this.#marked.delete(sequence);
  }

  /** Gives all of them back to the queue; null when there were none, false when the disk does not know. */
  giveBack(): Promise<boolean> | null {
    const { saves } = this;
    this.#marked.clear();
    if (saves.length === 0) return null;
    const stored = saves.map((save) => this.#outbox.unmark(save));
    return Promise.all(stored).then((all) => all.every(Boolean));
  }
}
