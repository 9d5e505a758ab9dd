import { Low } from 'lowdb';
import type { Save } from '../../app/outbox/save.ts';
import { GroupCommit } from './groupCommit.ts';
import type { LoadedOutbox, OutboxStore, WriteResult } from './outboxStore.ts';
import type { OutboxData, RewritingAdapter } from './rewritingAdapter.ts';
import { asWriteFailure } from './storeFailure.ts';

type Change = { put: Save } | { erase: string };

/** The outbox in lowdb. Changes that wait together are written together. */
export class LowdbOutboxStore implements OutboxStore {
  readonly #low: Low<OutboxData>;
  readonly #adapter: RewritingAdapter;
  readonly #commits = new GroupCommit<Change[], WriteResult>((batches) =>
    this.#write(batches.flat()),
  );

  constructor(adapter: RewritingAdapter) {
    this.#adapter = adapter;
    this.#low = new Low<OutboxData>(adapter, { saves: new Map(), lastSequence: 0 });
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
    return this.#commits.add([{ put: save }]);
  }

  settle(save: Save): Promise<WriteResult> {
    return this.#commits.add([{ put: save }]);
  }

  erase(requestIds: readonly string[]): Promise<WriteResult> {
    return this.#commits.add(requestIds.map((requestId) => ({ erase: requestId })));
  }

  close(): Promise<void> {
    return this.#commits.idle();
  }

  async #write(changes: readonly Change[]): Promise<WriteResult> {
    const before = this.#low.data;
    const saves = new Map(before.saves);
    let { lastSequence } = before;
    for (const change of changes) {
      if ('erase' in change) saves.delete(change.erase);
      else {
        saves.set(change.put.requestId, change.put);
        lastSequence = Math.max(lastSequence, change.put.sequence);
      }
    }
    this.#low.data = { saves, lastSequence };
    try {
      await this.#low.write();
      return { ok: true };
    } catch (error) {
      this.#low.data = before;
      return asWriteFailure(error);
    }
  }
}
