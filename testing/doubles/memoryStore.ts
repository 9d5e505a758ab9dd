import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { WriteResult } from '../../main/files/storeFailure.ts';
import type { LoadedOutbox, OutboxStore } from '../../main/outbox/outboxStore.ts';

const OK: WriteResult = { ok: true };

/**
 * The store's honest double: keeps only what it acknowledged, and can refuse. `onDisk` is what a
 * restart would find.
 */
export class MemoryStore implements OutboxStore {
  readonly onDisk = new Map<string, Save>();
  /** How often something was to be written. */
  writes = 0;
  /** While set, every write fails like this. */
  refusal: Extract<WriteResult, { ok: false }> | null = null;
  #lastSequence = 0;

  async load(): Promise<LoadedOutbox> {
    const saves = [...this.onDisk.values()].sort((a, b) => a.sequence - b.sequence);
    return { saves, lastSequence: this.#lastSequence, notices: [] };
  }

  append(save: Save): Promise<WriteResult> {
    return this.settle(save);
  }

  async settle(save: Save): Promise<WriteResult> {
    await Promise.resolve();
    return this.write(save);
  }

  /** The write itself, at once. */
  write(save: Save): WriteResult {
    this.writes += 1;
    if (this.refusal !== null) return this.refusal;
    this.onDisk.set(save.requestId, save);
    this.#lastSequence = Math.max(this.#lastSequence, save.sequence);
    return OK;
  }

  async confirm(): Promise<WriteResult> {
    return this.refusal ?? OK;
  }

  async erase(requestIds: readonly string[]): Promise<WriteResult> {
    if (this.refusal !== null) return this.refusal;
    for (const requestId of requestIds) this.onDisk.delete(requestId);
    return OK;
  }

  problems(): StoreNotice[] {
    if (this.refusal === null) return [];
    const { failure, detail } = this.refusal;
    return [{ code: failure === 'store.failed' ? 'store.write-failed' : failure, detail }];
  }

  async tidy(): Promise<void> {}

  async close(): Promise<void> {}
}
