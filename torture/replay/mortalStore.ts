import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { WriteResult } from '../../main/files/storeFailure.ts';
import type { LoadedOutbox, OutboxStore } from '../../main/outbox/outboxStore.ts';
import type { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { type Life, never } from './life.ts';

export interface StoreWatcher {
  begun(save: Save): void;
  stored(save: Save, begunAt: number): void;
  refused(save: Save): void;
  erased(requestId: string): void;
}

interface Writing {
  save: Save;
  begunAt: number;
}

/**
 * The disk as one process sees it. A write takes `flush` ms; when the process is killed meanwhile, it may be
 * on the disk or not, and nobody was told. The disk itself outlives the process.
 */
export class MortalStore implements OutboxStore {
  readonly #disk: MemoryStore;
  readonly #life: Life;
  readonly #flush: number;
  readonly #watcher: StoreWatcher;
  readonly #now: () => number;
  readonly #writing = new Set<Writing>();

  /** `now`: the till's idea of the gateway's time. `coin`: whether a write that was cut off is there. */
  constructor(
    disk: MemoryStore,
    life: Life,
    options: { flush: number; watcher: StoreWatcher; now: () => number; coin: () => boolean },
  ) {
    this.#disk = disk;
    this.#life = life;
    this.#flush = options.flush;
    this.#watcher = options.watcher;
    this.#now = options.now;
    life.atDeath(() => {
      for (const writing of this.#writing) if (options.coin()) this.#write(writing);
    });
  }

  get isMarking(): boolean {
    return [...this.#writing].some(({ save }) => save.state === 'sending');
  }

  load(): Promise<LoadedOutbox> {
    return this.#disk.load();
  }

  async put(save: Save): Promise<WriteResult> {
    if (!this.#life.deal()) return never();
    this.#watcher.begun(save);
    const writing = { save, begunAt: this.#now() };
    this.#writing.add(writing);
    await this.#flushed();
    if (this.#life.isDead) return never();
    this.#writing.delete(writing);
    const result = this.#write(writing);
    return this.#life.deal() ? result : never();
  }

  confirm(): Promise<WriteResult> {
    return this.#disk.confirm();
  }

  async erase(requestIds: readonly string[]): Promise<WriteResult> {
    const result = await this.#disk.erase(requestIds);
    if (result.ok) for (const requestId of requestIds) this.#watcher.erased(requestId);
    return result;
  }

  problems(): StoreWarning[] {
    return [];
  }

  async tidy(): Promise<void> {}

  async scrub(): Promise<readonly string[]> {
    return [];
  }

  async close(): Promise<void> {}

  #write({ save, begunAt }: Writing): WriteResult {
    const result = this.#disk.write(save);
    if (result.ok) this.#watcher.stored(save, begunAt);
    else this.#watcher.refused(save);
    return result;
  }

  async #flushed(): Promise<void> {
    if (this.#flush === 0) return;
    await new Promise<void>((resolve) => this.#life.clock.after(this.#flush, resolve));
  }
}
