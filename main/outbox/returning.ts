import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from '../vault/vault.ts';
import { changeOpen } from './changeOpen.ts';
import type { ComingBack } from './comeBack.ts';
import type { CorrectedSaves } from './correctedSaves.ts';
import type { Counting } from './counting.ts';
import { doubtRecovered, type RecoveryRecord } from './doubtRecovered.ts';
import { eachInTurn } from './eachInTurn.ts';
import type { HandingOver } from './handingOver.ts';
import { heldForManager } from './heldForManager.ts';
import type { SaveWriter } from './saveWriter.ts';
import type { SendingHold } from './sendingHold.ts';
import type { SequenceNumbers } from './sequenceNumbers.ts';
import { type SetAside, type Taken, takeInSaves } from './takeInSaves.ts';

export interface ReturningOptions {
  writer: SaveWriter;
  vault: Vault;
  numbers: SequenceNumbers;
  corrected: CorrectedSaves;
  sending: SendingHold;
  totals: Pick<Counting, 'passOver'>;
  handingOver: Pick<HandingOver, 'doubt'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** When somebody's saves were last erased here (ms since 1970), or before all time. */
  erasedAt: () => number;
}

/** What comes back at the start, before anything is sent, and what is heard of it later. */
export class Returning {
  readonly #options: ReturningOptions;
  /** What has come back at this start, by its ids. */
  readonly #cameBack = new Set<string>();

  constructor(options: ReturningOptions) {
    this.#options = options;
  }

  /** Takes in what was set aside with its key: `takeInSaves`. */
  async comeBack(saves: readonly ComingBack[], from: SetAside): Promise<Taken> {
    const { now, erasedAt, ...parts } = this.#options;
    // Before anything is sent no answer has shown another time.
    const taken = await takeInSaves(saves, from, { ...parts, now: now(), erasedAt: erasedAt() });
    for (const { requestId } of taken.taken) this.#cameBack.add(requestId);
    return taken;
  }

  /** Nothing of a taking in counts: what has just come back goes again. */
  async undo({ taken }: Taken): Promise<void> {
    const { writer, totals } = this.#options;
    const { saves: gone } = await eachInTurn(writer, taken, (save) => writer.erase(save));
    for (const { requestId, sequence } of gone) {
      this.#cameBack.delete(requestId);
      // It waits in its folder: nothing is expected under the number that it had here meanwhile.
      totals.passOver(sequence, sequence);
    }
  }

  /**
   * What has come back at this start came back to a store that had gone backwards, or is another computer's as well: it was
   * not the plain case, and waits for the manager. False where the disk has refused some of it: then it is to be done again.
   * Otherwise as `doubtRecovered`.
   */
  holdCameBack(): Promise<boolean> {
    const { writer, handingOver, sending, now } = this.#options;
    if (this.#cameBack.size === 0) return Promise.resolve(true);
    return sending.during(async () => {
      const open = writer.saves.unfinished().filter((save) => this.#cameBack.has(save.requestId));
      const hold = (save: Save) => heldForManager(save, now(), now());
      const isStored = await changeOpen(open, hold, { writer, handingOver });
      // From then on the manager's word about it counts.
      if (isStored) this.#cameBack.clear();
      return isStored;
    });
  }

  /**
   * Anything that is open here may be what nobody is to send: it waits for the manager. `isDue`: asked before, with nothing
   * leaving from now on; null where it says no. Otherwise as `doubtRecovered`.
   */
  holdAll(isDue: () => Promise<boolean>): Promise<{ count: number; isStored: boolean } | null> {
    const { writer, handingOver, sending, now } = this.#options;
    return sending.during(async () => {
      if (!(await isDue())) return null;
      const open = writer.saves.unfinished();
      const hold = (save: Save) => heldForManager(save, now(), now());
      const isStored = await changeOpen(open, hold, { writer, handingOver });
      return { count: open.length, isStored };
    });
  }

  /**
   * The chain has recovered what was here, and another till may send it: `doubtRecovered`. While the till sends, that is
   * held until it is done: whoever sends is woken then by whoever asks for this.
   */
  doubtRecovered(record: RecoveryRecord): Promise<{ count: number; isStored: boolean }> {
    const { writer, handingOver, sending, now } = this.#options;
    return sending.during(() => doubtRecovered(record, { writer, handingOver }, now()));
  }
}
