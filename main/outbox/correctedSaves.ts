import type { Save } from '../../app/outbox/save.ts';
import { reopen } from '../../app/outbox/transitions.ts';
import type { SaveWriter } from './saveWriter.ts';

/**
 * Closes what a correction replaces. Whoever has the turn of a correction may wait for the turn of what it corrects,
 * never the other way round.
 */
export class CorrectedSaves {
  readonly #writer: SaveWriter;

  constructor(writer: SaveWriter) {
    this.#writer = writer;
  }

  /**
   * Closes a held save whose correction is on disk, and one that a manager has closed for good. Should that
   * not be stored, it is closed here all the same, and on disk with the next start.
   */
  async close(requestId: string): Promise<void> {
    await this.#writer.inTurn(requestId, async (save) => {
      // It may be a correction itself that a manager had discarded: now it stands again.
      if (await this.closeIfCorrected(save)) await this.closeOriginalOf(save);
    });
  }

  async closeOriginalOf(save: Save): Promise<void> {
    const original = this.#writer.saves.originalOf(save);
    if (original !== undefined) await this.close(original.requestId);
  }

  /** In the turn of the save. */
  async closeIfCorrected(save: Save): Promise<boolean> {
    const closed = this.#writer.closedIfCorrected(save);
    if (closed === save) return false;
    await this.#writer.storeKnown(closed);
    return true;
  }

  /** What a till that was killed between the two writes of a correction has left to be done. */
  async closeAll(): Promise<void> {
    const { saves } = this.#writer;
    const left = (['held', 'discarded'] as const)
      .flatMap((state) => [...saves.sequences(state).newestFirst()])
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter((save) => this.#writer.closedIfCorrected(save) !== save);
    for (const save of left) await this.close(save.requestId);
  }

  /**
   * What was closed for a correction that is gone by now, as a version of before may have left it: somebody is asked about it
   * again, or it is the manager's who had closed it. Not where one that stood may be forgotten since (`isPassed`). `now`: ms since 1970.
   */
  async reopenLeft(isPassed: () => (save: Save) => boolean, now: number): Promise<void> {
    const { saves } = this.#writer;
    const left = [...saves.sequences('discarded').newestFirst()]
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter((save) => this.#isLeftClosed(save));
    // Nearly always: nobody looks for what is forgotten for nothing.
    if (left.length === 0) return;
    const mayBePassed = isPassed();
    for (const { requestId } of left)
      await this.#writer.inTurn(requestId, async (save) => {
        if (!this.#isLeftClosed(save) || mayBePassed(save)) return;
        const reopened = reopen(save, now);
        await this.#writer.storeKnown(reopened);
        // What the manager had closed corrects nothing either.
        const original = saves.originalOf(reopened);
        if (reopened.state === 'discarded' && original !== undefined) left.push(original);
      });
  }

  #isLeftClosed(save: Save): boolean {
    const { saves } = this.#writer;
    if (save.closedReason !== 'corrected' || save.sealedBody === null) return false;
    return saves.correctionsOf(save).length > 0 && saves.correctionOf(save) === undefined;
  }
}
