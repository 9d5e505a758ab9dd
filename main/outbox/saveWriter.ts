import { asDatedMeanwhile } from '../../app/outbox/doubt.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { discard, recover } from '../../app/outbox/transitions.ts';
import type { StoreFailure, WriteResult } from '../files/storeFailure.ts';
import type { Protection } from '../vault/dataKey.ts';
import { EarlierDates } from './earlierDates.ts';
import type { LoadedOutbox, OutboxStore } from './outboxStore.ts';
import { SaveNews } from './saveNews.ts';
import { Turns } from './turns.ts';

/** What binds a save to what it says of itself (`main/vault/sealedBody.ts`). */
export interface SaveFacts {
  /** Whether it says what was stored of it. */
  hold(save: Save): boolean;
  /** One without a body, whose facts were changed here. */
  bound(save: Save): Save;
  /** One with a body, whose facts were changed here: it is sealed anew where it was open to us before. */
  rebound(before: Save, after: Save): Save;
}

const NO_FACTS: SaveFacts = {
  hold: () => true,
  bound: (save) => save,
  rebound: (_, after) => after,
};

export interface SaveWriterOptions {
  store: OutboxStore;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** What keeps the data key from whoever has the folder; default: the operating system. */
  protection?: Protection;
  /** Default: nothing is bound. */
  facts?: SaveFacts;
  /** Called after every change, once it is on disk. */
  onChanged?: () => void;
}

/** Since when the outcome of a version is unknown that is being stored. */
export interface Dating {
  /** What is known here once it is on disk, if its doubt has another date by then; on disk with its next change. */
  dated?: ((stored: Save) => Save) | undefined;
  /** Its doubt begins anew by somebody's word: an earlier date counts no more, on the disk neither. */
  isAnew?: boolean;
}

/**
 * The one writer of the saves: every role changes them through it, and nobody else does. Each method says what is known
 * here and what is on the disk when it resolves.
 */
export class SaveWriter {
  /** What is dated later in `saves` than it goes to the disk. */
  readonly earlier = new EarlierDates();
  readonly news = new SaveNews();
  readonly #options: SaveWriterOptions;
  readonly #facts: SaveFacts;
  readonly #book: SaveBook;
  readonly #found: readonly StoreWarning[];
  readonly #turns = new Turns();
  #hasFailed = false;

  /** What was being sent waits again: known at once, on disk with its next change. */
  constructor(
    options: SaveWriterOptions,
    { saves, warnings }: Pick<LoadedOutbox, 'saves' | 'warnings'>,
  ) {
    this.#options = options;
    this.#facts = options.facts ?? NO_FACTS;
    for (const save of saves.values()) {
      if (save.state === 'sending') saves.set(save.requestId, recover(save, options.now()));
    }
    this.#book = new SaveBook(saves, this.#facts.hold);
    this.#found = [...warnings];
  }

  /** What is known of every save. */
  get saves(): Saves {
    return this.#book;
  }

  /** What was found at start, and what hinders the store now. */
  get warnings(): StoreWarning[] {
    return [...this.#found, ...this.#options.store.problems()];
  }

  /**
   * What is done to one save happens one after the other, each time with the save as it is by then; undefined where it
   * is not known, or leaves.
   */
  inTurn<Result>(
    requestId: string,
    work: (save: Save) => Promise<Result>,
  ): Promise<Result | undefined> {
    return this.#turns.run(requestId, async () => {
      const save = this.#book.find(requestId);
      return save === undefined || this.#book.isLeaving(save) ? undefined : work(save);
    });
  }

  /** `inTurn` for the answer of a save that is being sent: it is stored also where the save leaves. */
  answerInTurn<Result>(requestId: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run(requestId, work);
  }

  /** From now on nobody does anything with a save but `eraseLeaving`, until that is done or it stays (`stay`). */
  leave(save: Save): void {
    this.#book.leave(save);
  }

  /** It is not erased after all. */
  stay(save: Save): void {
    this.#book.stay(this.#book.find(save.requestId) ?? save);
  }

  /** In its turn; undefined where it is gone already, null where the disk refuses it, or it is on its way: then it leaves still. */
  eraseLeaving(requestId: string): Promise<Save | null | undefined> {
    return this.#turns.run(requestId, async () => {
      const save = this.#book.find(requestId);
      if (save === undefined) return undefined;
      return save.state === 'sending' ? null : this.erase(save);
    });
  }

  /** Whether somebody has the turn of a save, or waits for it. */
  isTaken(requestId: string): boolean {
    return this.#turns.isTaken(requestId);
  }

  /** A new save: known once it is on the disk. */
  async append(save: Save): Promise<WriteResult> {
    const written = await this.#options.store.put(save);
    this.#note(written);
    if (!written.ok) return written;
    this.#book.keep(save);
    this.#options.onChanged?.();
    this.news.tell(save, undefined);
    return written;
  }

  /** Stores a newer version of a save, closed where it is corrected, and knows it then; null when it could not be stored. */
  async store(version: Save, dating?: Dating): Promise<Save | null> {
    const save = await this.storeAsItIs(this.closedIfCorrected(version), dating);
    if (save === null) return null;
    // Its correction may have come to the disk at the same moment, too late for the first look.
    const closed = this.closedIfCorrected(save);
    if (closed === save) return save;
    // Should that not be stored, it is closed here all the same, and on disk with the next start.
    return (await this.storeKnown(closed)) ?? closed;
  }

  /** `store`, also of one that is corrected. */
  async storeAsItIs(
    save: Save,
    { dated, isAnew }: Dating = {},
    former = this.#book.find(save.requestId),
  ): Promise<Save | null> {
    const before = this.#book.find(save.requestId);
    if (!(await this.#write(save, isAnew))) return null;
    const known = this.#book.find(save.requestId);
    const written = isAnew === true ? save : asDatedMeanwhile(save, before, known);
    const stored = this.earlier.asKnown(dated?.(written) ?? written);
    this.#book.keep(stored);
    this.#options.onChanged?.();
    this.news.tell(stored, former);
    return stored;
  }

  /** Known at once, and stays so where the disk refuses it (null): on disk with its next change. */
  storeKnown(save: Save): Promise<Save | null> {
    const former = this.#book.find(save.requestId);
    this.#book.keep(save);
    return this.storeAsItIs(save, {}, former);
  }

  /** Known at once; on disk with its next change. */
  know(save: Save): void {
    this.#book.keep(save);
  }

  /**
   * A save that waits is known as being sent at once, so that nobody chooses it; null where that could not be stored:
   * then it waits as before.
   */
  async mark(pending: Save, sending: Save): Promise<Save | null> {
    this.#book.keep(sending);
    const isStored = await this.#write(sending);
    // Perhaps dated again meanwhile.
    const marked = this.#book.find(pending.requestId) ?? sending;
    if (isStored) return marked;
    this.#book.keep({ ...pending, firstUnknownAt: marked.firstUnknownAt });
    return null;
  }

  /** Asks whether a save says what was stored of it: from then on `saves` knows. */
  judge(save: Save): void {
    this.#book.judge(save);
  }

  /** A version by which this till itself changes what a save was made for, to be stored. */
  rebound(before: Save, after: Save): Save {
    return this.#facts.rebound(before, after);
  }

  /** Neither sent nor overtaken for as long as somebody's word about it is being stored, or until it is let go. */
  reserve(save: Save): void {
    this.#book.queue.reserve(save);
  }

  /** A reserved save is what it was before, perhaps dated anew meanwhile: one that waits may be sent again. */
  letGo({ requestId }: Pick<Save, 'requestId'>): void {
    const save = this.#book.find(requestId);
    if (save === undefined) return;
    if (save.state === 'pending') this.#book.queue.put(save);
    else this.#book.queue.remove(save);
  }

  /**
   * `store` of a version by which a save waits again: until it is on the disk nothing later of its person leaves. To be
   * called in the same turn of the loop in which it was seen that nothing later has left.
   */
  async storeReserved(version: Save, dating?: Dating): Promise<Save | null> {
    const before = this.#book.find(version.requestId);
    this.reserve(version);
    const stored = await this.store(version, dating);
    if (stored === null && before !== undefined) this.letGo(before);
    return stored;
  }

  /** Whether what is known here is on the disk: null, or why that is not certain. */
  async confirm(): Promise<StoreFailure | null> {
    const confirmed = await this.#options.store.confirm();
    return confirmed.ok ? null : confirmed.failure;
  }

  /** Forgotten for good, on the disk and here; where the disk refuses (null), neither. In the turn of the save. */
  async erase(save: Save): Promise<Save | null> {
    const written = await this.#options.store.erase([save.requestId]);
    this.#note(written);
    if (!written.ok) return null;
    this.earlier.drop(save.requestId);
    this.#book.forget(save);
    return save;
  }

  /**
   * Once a correction of it stands, a save that would need somebody needs none, and one that a manager has
   * closed is not to be requeued: on disk, because the correction is forgotten sooner. His word stays with it.
   */
  closedIfCorrected(save: Save): Save {
    const isHeld = save.state === 'held';
    // Nobody has to look through the corrections of any other: a file may bring one save ever so many.
    if (!isHeld && save.closedReason !== 'manager') return save;
    if (this.#book.correctionOf(save) === undefined) return save;
    return isHeld
      ? discard(save, 'corrected', this.#options.now())
      : { ...save, closedReason: 'corrected' };
  }

  /**
   * On disk only. Where the key lies open in the folder, whoever has the folder could try all phone numbers on the
   * hashes of an accepted save, so they stay in memory only.
   */
  async #write(save: Save, isAnew = save.firstUnknownAt === null): Promise<boolean> {
    const isOpen = this.#options.protection === 'none' && save.state === 'accepted';
    const version = isOpen
      ? this.#facts.bound({ ...save, contentKey: null, identityKeys: [] })
      : save;
    const written = await this.#options.store.put(isAnew ? version : this.earlier.onDisk(version));
    this.#note(written);
    // Not before: where the disk refuses it, the doubt of before still counts.
    if (written.ok && isAnew) this.earlier.drop(save.requestId);
    return written.ok;
  }

  /** The store tells of what it refuses until it takes changes again. */
  #note({ ok }: WriteResult): void {
    if (ok && !this.#hasFailed) return;
    this.#hasFailed = !ok;
    this.#options.onChanged?.();
  }
}
