import { Low } from 'lowdb';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { DirtyMap } from '../journal/dirtyMap.ts';
import type { JournalAdapter, OutboxData } from '../journal/journalAdapter.ts';
import type { LoadedOutbox, OutboxStore, WriteResult } from './outboxStore.ts';
import { asWriteFailure } from './storeFailure.ts';

const OK: WriteResult = { ok: true };

/** The outbox in lowdb, on the journal. */
export class LowdbOutboxStore implements OutboxStore {
  readonly #low: Low<OutboxData>;
  readonly #adapter: JournalAdapter;

  constructor(adapter: JournalAdapter) {
    this.#adapter = adapter;
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

  #put(save: Save): Promise<WriteResult> {
    const { saves } = this.#low.data;
    const before = saves.get(save.requestId);
    saves.set(save.requestId, save);
    return this.#write(() => {
      if (saves.get(save.requestId) !== save) return;
      if (before === undefined) saves.deleteClean(save.requestId);
      else saves.setClean(save.requestId, before);
    });
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
