import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { discard } from '../../app/outbox/transitions.ts';
import type { OutboxStore, WriteResult } from './outboxStore.ts';

export interface StoredBookOptions {
  store: OutboxStore;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** Called after every change, once it is on disk. */
  onChanged?: () => void;
}

/** The saves in memory and on disk: nothing is known here before it is flushed there. */
export class StoredBook {
  readonly book = new SaveBook();
  readonly #options: StoredBookOptions;
  readonly #found: readonly StoreNotice[];
  #writeFailure: StoreNotice | null = null;

  constructor(options: StoredBookOptions, found: readonly StoreNotice[]) {
    this.#options = options;
    this.#found = found;
  }

  /** What was found at start, and what hinders the store now. */
  get notices(): StoreNotice[] {
    const now = this.#writeFailure === null ? [] : [this.#writeFailure];
    return [...this.#found, ...this.#options.store.problems(), ...now];
  }

  async append(save: Save): Promise<WriteResult> {
    const written = await this.#options.store.append(save);
    this.#note(written);
    if (!written.ok) return written;
    this.book.keep(save);
    this.#options.onChanged?.();
    return written;
  }

  /** Stores a newer version of a save; null when it could not be stored. */
  async store(version: Save): Promise<Save | null> {
    const save = this.closedIfCorrected(version);
    if (!(await this.write(save))) return null;
    this.book.keep(save);
    this.#options.onChanged?.();
    return save;
  }

  /** Stores a newer version of a save on disk only. */
  async write(save: Save): Promise<boolean> {
    const written = await this.#options.store.settle(save);
    this.#note(written);
    return written.ok;
  }

  async erase(saves: readonly Save[]): Promise<void> {
    if (saves.length === 0) return;
    const written = await this.#options.store.erase(saves.map(({ requestId }) => requestId));
    this.#note(written);
    if (!written.ok) return;
    for (const save of saves) this.book.forget(save);
  }

  /** A save that would need a person needs none once a correction of it stands. */
  closedIfCorrected(save: Save): Save {
    const isCorrected = save.state === 'held' && this.book.correctionOf(save) !== undefined;
    return isCorrected ? discard(save, 'corrected', this.#options.now()) : save;
  }

  /** A failed write is told until one succeeds. */
  #note(written: WriteResult): void {
    if (written.ok && this.#writeFailure === null) return;
    this.#writeFailure = written.ok ? null : { code: 'store.write-failed', detail: written.detail };
    this.#options.onChanged?.();
  }
}
