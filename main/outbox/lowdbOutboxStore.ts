import { Low } from 'lowdb';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure, type WriteResult } from '../files/storeFailure.ts';
import type { JournalAdapter, OutboxData } from '../journal/journalAdapter.ts';
import type { Traces } from '../journal/scrub.ts';
import { type Change, StoredMap } from '../journal/storedMap.ts';
import type { LoadedOutbox, OutboxStore } from './outboxStore.ts';

/** Sealed anew and flushed together; between them others have their turn. */
const AT_ONCE = 200;

const OK: WriteResult = { ok: true };

/** The outbox in lowdb, on the journal. The map that lowdb holds is the one that everybody works on. */
export class LowdbOutboxStore implements OutboxStore {
  readonly #low: Low<OutboxData>;
  readonly #adapter: JournalAdapter;
  readonly #resealed: (save: Save) => Save;
  /** Changes that are on their way to the disk, with the save that each is about. */
  readonly #underWay = new Map<Promise<WriteResult>, string>();
  readonly #erasing = new Set<string>();

  /** `resealed`: a save whose seals are those of now, the same object where they are. */
  constructor(adapter: JournalAdapter, resealed: (save: Save) => Save = (save) => save) {
    this.#adapter = adapter;
    this.#resealed = resealed;
    this.#low = new Low<OutboxData>(adapter, { saves: new StoredMap(), lastSequence: 0 });
  }

  async load(): Promise<LoadedOutbox> {
    await this.#low.read();
    return { ...this.#low.data, warnings: [...this.#adapter.warnings] };
  }

  put(given: Save): Promise<WriteResult> {
    const save = this.#resealed(given);
    const { requestId } = save;
    const written: Promise<WriteResult> = this.#write([[requestId, save]]).finally(() =>
      this.#underWay.delete(written),
    );
    this.#underWay.set(written, requestId);
    return written;
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
    const stored = requestIds.filter((requestId) => saves.stored(requestId) !== undefined);
    for (const requestId of stored) this.#erasing.add(requestId);
    const written = await this.#write(stored.map((requestId) => [requestId, undefined]));
    for (const requestId of stored) this.#erasing.delete(requestId);
    return written;
  }

  /** What hinders the store now, as warnings; empty when all is well. */
  problems(): StoreWarning[] {
    return this.#adapter.problems;
  }

  tidy(): Promise<void> {
    return this.#adapter.tidy();
  }

  async scrub(traces: Traces): Promise<readonly string[] | null> {
    return this.#adapter.scrub(traces).catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
      return null;
    });
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
    for (const { requestId } of [...saves.storedValues()]) {
      const save = saves.stored(requestId);
      if (save === undefined || this.#resealed(save) === save) continue;
      // What is on its way may not come to the disk: it is looked at once more when that is known.
      if (this.#isChanging(requestId)) left += 1;
      else batch.push(this.put(save));
      if (batch.length >= AT_ONCE) await finish();
    }
    await finish();
    return left;
  }

  /** Leaves no earlier version of anything on the disk; false where that is not possible now. */
  async compact(): Promise<boolean> {
    return this.#adapter.compact().catch(() => false);
  }

  #isChanging(requestId: string): boolean {
    return this.#erasing.has(requestId) || [...this.#underWay.values()].includes(requestId);
  }

  /** What could not be stored is on the disk as it was before. */
  async #write(changes: readonly Change<string, Save>[]): Promise<WriteResult> {
    for (const [requestId, save] of changes) this.#low.data.saves.ask(requestId, save);
    try {
      await this.#low.write();
      return OK;
    } catch (error) {
      return asWriteFailure(error);
    }
  }
}
