import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { discard } from '../../app/outbox/transitions.ts';
import type { StoreFailure, WriteResult } from '../files/storeFailure.ts';
import type { Protection } from '../vault/dataKey.ts';
import type { OutboxStore } from './outboxStore.ts';

export interface StoredBookOptions {
  store: OutboxStore;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** What keeps the data key from whoever has the folder; default: the operating system. */
  protection?: Protection;
  /** Called after every change, once it is on disk. */
  onChanged?: () => void;
}

/** The saves in memory and on disk: nothing is known here before it is flushed there. */
export class StoredBook {
  readonly book = new SaveBook();
  readonly #options: StoredBookOptions;
  readonly #found: readonly StoreNotice[];
  #hasFailed = false;

  constructor(options: StoredBookOptions, found: readonly StoreNotice[]) {
    this.#options = options;
    this.#found = found;
  }

  /** What was found at start, and what hinders the store now. */
  get notices(): StoreNotice[] {
    return [...this.#found, ...this.#options.store.problems()];
  }

  async append(save: Save): Promise<WriteResult> {
    const written = await this.#options.store.append(save);
    this.#note(written);
    if (!written.ok) return written;
    this.book.keep(save);
    this.#options.onChanged?.();
    return written;
  }

  /**
   * Stores a newer version of a save, closed where it is corrected; null when it could not be stored. `dated`: what is
   * known here once it is on disk, if its doubt has another date by then; on disk with its next change.
   */
  async store(version: Save, dated?: (stored: Save) => Save): Promise<Save | null> {
    const save = await this.storeAsItIs(this.closedIfCorrected(version), dated);
    if (save === null) return null;
    // Its correction may have come to the disk at the same moment, too late for the first look.
    const closed = this.closedIfCorrected(save);
    if (closed === save) return save;
    // Should that not be stored, it is closed here all the same, and on disk with the next start.
    this.book.keep(closed);
    return (await this.storeAsItIs(closed)) ?? closed;
  }

  /** `store`, also of one that is corrected. */
  async storeAsItIs(save: Save, dated = (stored: Save) => stored): Promise<Save | null> {
    const before = this.book.find(save.requestId)?.firstUnknownAt;
    if (!(await this.write(save))) return null;
    const { firstUnknownAt = before } = this.book.find(save.requestId) ?? {};
    // Dated anew while it was being written: on disk with its next change.
    const isOlder = firstUnknownAt !== before && save.firstUnknownAt === before;
    const stored = dated(isOlder ? { ...save, firstUnknownAt: firstUnknownAt ?? null } : save);
    this.book.keep(stored);
    this.#options.onChanged?.();
    return stored;
  }

  /**
   * Stores a newer version of a save on disk only. Where the key lies open in the folder, whoever has the folder
   * could try all phone numbers on the hashes of an accepted save, so they stay in memory only.
   */
  async write(save: Save): Promise<boolean> {
    const isOpen = this.#options.protection === 'none' && save.state === 'accepted';
    const version = isOpen ? { ...save, contentKey: null, identityKeys: [] } : save;
    const written = await this.#options.store.settle(version);
    this.#note(written);
    return written.ok;
  }

  /** Whether what is known here is on the disk: null, or why that is not certain. */
  async confirm(): Promise<StoreFailure | null> {
    const confirmed = await this.#options.store.confirm();
    return confirmed.ok ? null : confirmed.failure;
  }

  async erase(saves: readonly Save[]): Promise<void> {
    if (saves.length === 0) return;
    const written = await this.#options.store.erase(saves.map(({ requestId }) => requestId));
    this.#note(written);
    if (!written.ok) return;
    for (const save of saves) this.book.forget(save);
  }

  /**
   * Once a correction of it stands, a save that would need a person needs none, and one that a manager has
   * closed is not to be taken back: on disk, because the correction is forgotten sooner.
   */
  closedIfCorrected(save: Save): Save {
    if (this.book.correctionOf(save) === undefined) return save;
    if (save.state === 'held') return discard(save, 'corrected', this.#options.now());
    const isClosedByManager = save.state === 'discarded' && save.heldReason === null;
    return isClosedByManager ? { ...save, heldReason: 'corrected' } : save;
  }

  /** The store tells of what it refuses until it takes changes again. */
  #note({ ok }: WriteResult): void {
    if (ok && !this.#hasFailed) return;
    this.#hasFailed = !ok;
    this.#options.onChanged?.();
  }
}
