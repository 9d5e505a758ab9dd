import { type AllowedActions, allowedActions } from '../../app/outbox/allowedActions.ts';
import { fits, type Home } from '../../app/outbox/home.ts';
import type { ClosedReason, Save } from '../../app/outbox/save.ts';
import { discard, reopen, takeBack } from '../../app/outbox/transitions.ts';
import type { StoredBook } from './storedBook.ts';
import type { Turns } from './turns.ts';

export interface PersonChangesOptions {
  turns: Turns;
  /** What the settings say now, or null before the first ones. */
  home: () => Home | null;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970, or null as long as no answer has proved it. */
  knownTime: () => number | null;
}

/**
 * What people decide about single saves. Decisions about one save wait for each other, and each looks at
 * the save as the one before has left it; null: not possible any more, or not stored. Whoever has the turn
 * of a correction may wait for the turn of what it corrects, never the other way round.
 */
export class PersonChanges {
  readonly #stored: StoredBook;
  readonly #options: PersonChangesOptions;

  constructor(stored: StoredBook, options: PersonChangesOptions) {
    this.#stored = stored;
    this.#options = options;
  }

  /** Closes a save that waits or is held. While that is being stored, it is neither sent nor overtaken. */
  discard(requestId: string, reason: ClosedReason): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      if (!this.#mayOf(save).discard) return null;
      const { queue } = this.#stored.book;
      queue.reserve(save);
      const { now, knownTime } = this.#options;
      // What can be wanted back is kept for a time that is counted by the gateway's clock, once that is known.
      const close = () =>
        this.#stored.store(discard(save, reason, reason === 'manager' ? knownTime() : now()));
      const discarded = await (reason === 'manager' ? this.#withOriginal(save, close) : close());
      if (discarded === null && save.state === 'pending') queue.put(save);
      return discarded;
    });
  }

  /**
   * Puts a held or discarded save back into the queue as it is, by the manager's word. One that is held and was
   * made for another app goes on under the present one.
   */
  takeBack(requestId: string): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      const { sendAgain, takeBack: canBeTakenBack } = this.#mayOf(save);
      if (sendAgain === 'nobody' && !canBeTakenBack) return null;
      const home = this.#options.home();
      const goesOn = save.state === 'held' && home !== null && !fits(save, home);
      const app = goesOn ? home.app : save.app;
      const taken = await this.#stored.store({ ...takeBack(save, 'manager'), app });
      if (taken !== null) await this.#closeOriginalOf(taken);
      return taken;
    });
  }

  /** Puts a held save back into the queue as it is, where no manager is needed. */
  sendAgain(requestId: string): Promise<Save | null> {
    return this.#turn(requestId, async (save) => {
      if (this.#mayOf(save).sendAgain !== 'anyone') return null;
      return this.#stored.store(takeBack(save, 'cashier'));
    });
  }

  /**
   * Closes a held save whose correction is on disk, and one that a manager has closed for good. Should that
   * not be stored, it is closed here all the same, and on disk with the next start.
   */
  async closeCorrected(requestId: string): Promise<void> {
    await this.#turn(requestId, async (save) => {
      if (!(await this.#closeIfCorrected(save))) return null;
      // It may be a correction itself that a manager had discarded: now it stands again.
      await this.#closeOriginalOf(save);
      return null;
    });
  }

  /**
   * From `since` on (ms since 1970) another till may send a save that waits or is held here; on disk. One that has
   * been in doubt for longer stays so. With null none may, after all. False where that could not be stored.
   */
  async doubt(requestId: string, since: number | null): Promise<boolean> {
    let isStored = true;
    await this.#turn(requestId, async (save) => {
      const { state, firstUnknownAt } = save;
      if (state !== 'pending' && state !== 'held') return null;
      if (since !== null && firstUnknownAt !== null && firstUnknownAt <= since) return save;
      const stored = await this.#stored.storeAsItIs({ ...save, firstUnknownAt: since });
      isStored = stored !== null;
      return stored;
    });
    return isStored;
  }

  /** Dates what a manager has closed while nobody knew the time (`time`: ms since 1970): it is kept from now on. */
  async dateDiscarded(time: number): Promise<void> {
    const { book } = this.#stored;
    const undated = [...book.sequences('discarded').newestFirst()]
      .flatMap((sequence) => book.findBySequence(sequence) ?? [])
      .filter(({ settledAt }) => settledAt === null);
    for (const { requestId } of undated) {
      await this.#turn(requestId, async (save) => {
        if (save.state !== 'discarded' || save.settledAt !== null) return null;
        return this.#stored.storeAsItIs({ ...save, settledAt: time });
      });
    }
  }

  /** What a till that was killed between the two writes of a correction has left to be done. */
  async closeAllCorrected(): Promise<void> {
    const { book } = this.#stored;
    const left = (['held', 'discarded'] as const)
      .flatMap((state) => [...book.sequences(state).newestFirst()])
      .flatMap((sequence) => book.findBySequence(sequence) ?? [])
      .filter((save) => this.#stored.closedIfCorrected(save) !== save);
    for (const save of left) await this.closeCorrected(save.requestId);
  }

  /**
   * Discards a correction. If it was the only one, what it corrected needs a person again: that is stored
   * first. A till that is killed between the two finds the correction and closes the original anew, so
   * nothing stays closed for a correction that is gone.
   */
  #withOriginal(save: Save, close: () => Promise<Save | null>): Promise<Save | null> {
    const { book } = this.#stored;
    const { requestId } = book.originalOf(save) ?? {};
    if (requestId === undefined || book.correctionOf(save) !== undefined) return close();
    return this.#turn(requestId, async (original) => {
      const isClosed = original.closedReason === 'corrected';
      if (!isClosed || book.correctionOf(original, save) !== undefined) return close();
      const reopened = await this.#stored.storeAsItIs(reopen(original, this.#options.now()));
      if (reopened === null) return null;
      const discarded = await close();
      // Not stored, or corrected itself at the same moment: then it stands.
      await this.#closeIfCorrected(reopened);
      return discarded;
    });
  }

  async #closeOriginalOf(save: Save): Promise<void> {
    const original = this.#stored.book.originalOf(save);
    if (original !== undefined) await this.closeCorrected(original.requestId);
  }

  async #closeIfCorrected(save: Save): Promise<boolean> {
    const closed = this.#stored.closedIfCorrected(save);
    if (closed === save) return false;
    this.#stored.book.keep(closed);
    await this.#stored.storeAsItIs(closed);
    return true;
  }

  #mayOf(save: Save): AllowedActions {
    const isCorrected = this.#stored.book.correctionOf(save) !== undefined;
    const { now, home } = this.#options;
    return allowedActions(save, now(), isCorrected, home());
  }

  #turn(requestId: string, work: (save: Save) => Promise<Save | null>): Promise<Save | null> {
    return this.#options.turns.run(requestId, async () => {
      const save = this.#stored.book.find(requestId);
      return save === undefined ? null : work(save);
    });
  }
}
