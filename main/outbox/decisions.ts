import { mayBeDiscarded } from '../../app/outbox/allowedActions.ts';
import { fits, type Home } from '../../app/outbox/home.ts';
import type { ClosedReason, Closing, Save } from '../../app/outbox/save.ts';
import { discard, reopen, requeue } from '../../app/outbox/transitions.ts';
import type { CorrectedSaves } from './correctedSaves.ts';
import type { DoubtClock } from './doubtClock.ts';
import type { HandingOver } from './handingOver.ts';
import type { Permissions } from './permissions.ts';
import type { SaveWriter } from './saveWriter.ts';

export interface DecisionsOptions {
  writer: SaveWriter;
  corrected: CorrectedSaves;
  permissions: Permissions;
  /** What the settings say now, or null before the first ones. */
  home: () => Home | null;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970, or null as long as no answer has proved it. */
  knownTime: () => number | null;
  doubtClock: DoubtClock;
  handingOver: Pick<HandingOver, 'inTurn'>;
}

/** Whether it is still what somebody has decided about; asked in the turn of the save. */
export type IsStill = (save: Save) => boolean;

type Decide = (save: Save) => Promise<Save | null>;

const WHATEVER_IT_IS: IsStill = () => true;

/**
 * What people decide about single saves. Decisions about one save wait for each other, and each looks at
 * the save as the one before has left it; null: not possible any more, or not stored. What is just being handed over to
 * another till is decided about once that is done: by then it is not here any more.
 */
export class Decisions {
  readonly #options: DecisionsOptions;

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /**
   * Closes a save that waits or is held. While that is being stored, it is neither sent nor overtaken. `closing`: by
   * whose word the manager has closed it, and why. `isStill`: else it is left alone.
   */
  discard(
    requestId: string,
    reason: ClosedReason,
    closing: Closing | null = null,
    isStill: IsStill = WHATEVER_IT_IS,
  ): Promise<Save | null> {
    const { writer, knownTime } = this.#options;
    const decide = reason === 'moved' ? this.#inTurn : this.#afterwards;
    return decide(requestId, async (save) => {
      if (!mayBeDiscarded(save) || !isStill(save)) return null;
      writer.reserve(save);
      // What can be wanted back is kept for a time that is counted by the gateway's clock, once that is known.
      const close = () => writer.store(discard(save, reason, knownTime(), closing));
      const discarded = await (reason === 'manager' ? this.#withOriginal(save, close) : close());
      if (discarded === null) writer.letGo(save);
      return discarded;
    });
  }

  /**
   * Puts a held or discarded save back into the queue as it is, by the manager's word. One that is held and was
   * made for another app goes on under the present one. `isStill`: else it is left alone.
   */
  requeue(requestId: string, isStill: IsStill = WHATEVER_IT_IS): Promise<Save | null> {
    const { writer, corrected, doubtClock } = this.#options;
    const decide: Decide = async (save) => {
      if (!isStill(save)) return null;
      const { sendAgain, requeue: canBeRequeued } = this.#options.permissions.of(save);
      if (sendAgain === 'nobody' && !canBeRequeued) return null;
      const home = this.#options.home();
      const goesOn = save.state === 'held' && home !== null && !fits(save, home);
      const app = goesOn ? home.app : save.app;
      // Whatever put it in doubt before counts no more, on the disk neither: a kill would take the word away.
      const { at, dated } = doubtClock.word({ ...save, firstUnknownAt: null });
      const version = writer.rebound(save, { ...requeue(save, at), app });
      const taken = await writer.storeReserved(version, { dated, isAnew: true });
      if (taken !== null) await corrected.closeOriginalOf(taken);
      return taken;
    };
    return this.#afterwards(requestId, decide, true);
  }

  /** Puts a held save back into the queue as it is, where no manager is needed. `isStill`: else it is left alone. */
  sendAgain(requestId: string, isStill: IsStill = WHATEVER_IT_IS): Promise<Save | null> {
    const { writer } = this.#options;
    return this.#afterwards(requestId, async (save) => {
      if (!isStill(save)) return null;
      if (this.#options.permissions.of(save).sendAgain !== 'anyone') return null;
      return writer.storeReserved(requeue(save, null));
    });
  }

  /**
   * Discards a correction. If it was the only one, what it corrected needs somebody again, or is the manager's again who
   * had closed it: then what that one corrected is looked at in the same way. That is stored first. A till that is killed
   * between the two finds the correction and closes the original again, so nothing stays closed for a correction that is
   * gone. `except`: a correction of this one that is going as well.
   */
  #withOriginal(
    save: Save,
    close: () => Promise<Save | null>,
    except?: Save,
  ): Promise<Save | null> {
    const { writer, corrected, now } = this.#options;
    const { saves } = writer;
    const { requestId } = saves.originalOf(save) ?? {};
    if (requestId === undefined || saves.correctionOf(save, except) !== undefined) return close();
    return this.#inTurn(requestId, async (original) => {
      const isClosed = original.closedReason === 'corrected';
      if (!isClosed || saves.correctionOf(original, save) !== undefined) return close();
      const store = () => writer.storeAsItIs(reopen(original, now()));
      const isManagers = original.closing !== null;
      const reopened = await (isManagers ? this.#withOriginal(original, store, save) : store());
      if (reopened === null) return null;
      const discarded = await close();
      // Not stored, or corrected itself at the same moment: then it stands.
      const standsStill = await corrected.closeIfCorrected(reopened);
      if (standsStill && isManagers) await corrected.closeOriginalOf(reopened);
      return discarded;
    });
  }

  readonly #inTurn = async (requestId: string, decide: Decide): Promise<Save | null> =>
    (await this.#options.writer.inTurn(requestId, decide)) ?? null;

  readonly #afterwards = async (
    requestId: string,
    decide: Decide,
    isAnew = false,
  ): Promise<Save | null> =>
    (await this.#options.handingOver.inTurn(requestId, decide, isAnew)) ?? null;
}
