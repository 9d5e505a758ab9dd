import { Low } from 'lowdb';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { asWriteFailure, type WriteResult } from '../files/storeFailure.ts';
import { DirtyMap } from '../journal/dirtyMap.ts';
import type { JournalAdapter, OutboxData } from '../journal/journalAdapter.ts';
import type { LoadedOutbox, OutboxStore } from './outboxStore.ts';

/** Sealed anew and flushed together; between them others have their turn. */
const AT_ONCE = 200;

const OK: WriteResult = { ok: true };

/** The outbox in lowdb, on the journal. */
export class LowdbOutboxStore implements OutboxStore {
  readonly #low: Low<OutboxData>;
  readonly #adapter: JournalAdapter;
  readonly #resealed: (save: Save) => Save;
  /** Changes that are on their way to the disk, with the save that each is about. */
  readonly #underWay = new Map<Promise<WriteResult>, string>();

  /** `resealed`: a save whose seals are those of now, the same object where they are. */
  constructor(adapter: JournalAdapter, resealed: (save: Save) => Save = (save) => save) {
    this.#adapter = adapter;
    this.#resealed = resealed;
    this.#low = new Low<OutboxData>(adapter, { saves: new DirtyMap(), lastSequence: 0 });
  }

  async load(): Promise<LoadedOutbox> {
    await this.#low.read();
    const { saves, lastSequence } = this.#low.data;
    return {
      saves: [...saves.values()].sort((a, b) => a.sequence - b.sequence),
      lastSequence,
      notices: [...this.#adapter.notices],
    };
  }

  append(save: Save): Promise<WriteResult> {
    return this.#put(save);
  }

  settle(save: Save): Promise<WriteResult> {
    return this.#put(save);
  }

  async confirm(): Promise<WriteResult> {
    try {
      await this.#adapter.confirm();
      return OK;
    } catch (error) {
      return asWriteFailure(error);
    }
  }

  async erase(requestIds: readonly string[]): Promise<WriteResult> {
    const { saves } = this.#low.data;
    const erased = requestIds.flatMap((requestId) => saves.get(requestId) ?? []);
    for (const { requestId } of erased) saves.delete(requestId);
    return this.#write(() => {
      for (const save of erased) saves.setClean(save.requestId, save);
    });
  }

  /** What hinders the store now, as notices; empty when all is well. */
  problems(): StoreNotice[] {
    return this.#adapter.problems;
  }

  tidy(): Promise<void> {
    return this.#adapter.tidy();
  }

  async close(): Promise<void> {
    await this.#adapter.close();
  }

  /**
   * Brings the seals of every save to those of now. Gives how many still have others on the disk: those that are being
   * changed just now, and that the disk may refuse, or that it has refused.
   */
  async reseal(): Promise<number> {
    const { saves } = this.#low.data;
    // What was sealed before this call is on the disk then, or refused.
    await Promise.allSettled(this.#underWay.keys());
    let left = 0;
    let batch: Promise<WriteResult>[] = [];
    const finish = async () => {
      left += (await Promise.all(batch)).filter(({ ok }) => !ok).length;
      batch = [];
    };
    const { acknowledged } = this.#adapter;
    for (const requestId of [...acknowledged.keys()]) {
      const save = acknowledged.get(requestId);
      if (save === undefined || this.#resealed(save) === save) continue;
      // What stands in the map may not come to the disk: it is looked at once more when that is known.
      if (saves.get(requestId) !== save || this.#isUnderWay(requestId)) left += 1;
      else batch.push(this.#put(save));
      if (batch.length >= AT_ONCE) await finish();
    }
    await finish();
    return left;
  }

  /** Leaves no earlier version of anything on the disk; false where that is not possible now. */
  async compact(): Promise<boolean> {
    return this.#adapter.compact().catch(() => false);
  }

  #put(given: Save): Promise<WriteResult> {
    const save = this.#resealed(given);
    const { saves } = this.#low.data;
    saves.set(save.requestId, save);
    const written: Promise<WriteResult> = this.#write(() => {
      if (saves.get(save.requestId) !== save) return;
      const stored = this.#adapter.acknowledged.get(save.requestId);
      if (stored === undefined) saves.deleteClean(save.requestId);
      else saves.setClean(save.requestId, stored);
    }).finally(() => this.#underWay.delete(written));
    this.#underWay.set(written, save.requestId);
    return written;
  }

  #isUnderWay(requestId: string): boolean {
    return [...this.#underWay.values()].includes(requestId);
  }

  /** Writes what has just changed; what could not be stored is taken back. */
  async #write(takeBack: () => void): Promise<WriteResult> {
    try {
      await this.#low.write();
      return OK;
    } catch (error) {
      takeBack();
      return asWriteFailure(error);
    }
  }
}
