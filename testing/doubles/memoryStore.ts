import type { StoreWarning } from '../../app/outbox/outboxView.ts';
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
    const sorted = [...this.onDisk.values()].sort((a, b) => a.sequence - b.sequence);
    const saves = new Map(sorted.map((save) => [save.requestId, save]));
    return { saves, lastSequence: this.#lastSequence, warnings: [] };
  }

  async put(save: Save): Promise<WriteResult> {
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

  problems(): StoreWarning[] {
    if (this.refusal === null) return [];
    const { failure, detail } = this.refusal;
    return [{ code: failure === 'store.failed' ? 'store.write-failed' : failure, detail }];
  }

  async tidy(): Promise<void> {}

  async scrub(): Promise<readonly string[]> {
    return [];
  }

  async close(): Promise<void> {}
}
