import { allowedActions } from '../../app/outbox/allowedActions.ts';
import type { HeldReason, Save } from '../../app/outbox/save.ts';
import { discard, takeBack } from '../../app/outbox/transitions.ts';
import type { StoredBook } from './storedBook.ts';
import { Turns } from './turns.ts';

/**
 * What people decide about single saves. Decisions about one save wait for each other, and each looks at
 * the save as the one before has left it; null: not possible any more, or not stored.
 */
export class PersonChanges {
  readonly #stored: StoredBook;
  readonly #now: () => number;
  readonly #turns = new Turns();

  constructor(stored: StoredBook, now: () => number) {
    this.#stored = stored;
    this.#now = now;
  }

  /** Closes a save that waits or is held. While that is being stored, it is neither sent nor overtaken. */
  discard(requestId: string, reason: HeldReason | null): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      if (!allowedActions(save, this.#now()).discard) return null;
      const { queue } = this.#stored.book;
      queue.reserve(save);
      const discarded = await this.#stored.store(discard(save, reason, this.#now()));
      if (discarded === null && save.state === 'pending') queue.put(save);
      return discarded;
    });
  }

  /** Puts a held or discarded save back into the queue as it is, by the manager's word. */
  takeBack(requestId: string): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      const { sendAgain, takeBack: canBeTakenBack } = allowedActions(save, this.#now());
      if (sendAgain === 'nobody' && !canBeTakenBack) return null;
      return this.#stored.store(takeBack(save, 'manager'));
    });
  }

  /** Puts a held save back into the queue as it is, where no manager is needed. */
  sendAgain(requestId: string): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      if (allowedActions(save, this.#now()).sendAgain !== 'anyone') return null;
      return this.#stored.store(takeBack(save, 'cashier'));
    });
  }

  /**
   * Closes a held save whose correction is on disk. Should that not be stored, it is closed here all the
   * same, and on disk with the next start.
   */
  async closeCorrected(requestId: string): Promise<void> {
    await this.#turn(requestId, async (save) => {
      const closed = this.#stored.closedIfCorrected(save);
      if (closed === save) return null;
      this.#stored.book.keep(closed);
      return this.#stored.store(closed);
    });
  }

  /** What a till that was killed between the two writes of a correction has left to be done. */
  async closeAllCorrected(): Promise<void> {
    const { book } = this.#stored;
    const left = [...book.sequences('held').newestFirst()]
      .flatMap((sequence) => book.findBySequence(sequence) ?? [])
      .filter((save) => this.#stored.closedIfCorrected(save) !== save);
    for (const save of left) await this.closeCorrected(save.requestId);
  }

  #turn(requestId: string, work: (save: Save) => Promise<Save | null>): Promise<Save | null> {
    return this.#turns.run(requestId, async () => {
      const save = this.#stored.book.find(requestId);
      return save === undefined ? null : work(save);
    });
  }
}
