import { constants } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { givenConsentSchema } from '../../app/consent/consent.ts';
import { DRAFT_LIFETIME_MS, type Draft, draftSchema } from '../../app/draft/draft.ts';
import {
  errorCode,
  flushFolder,
  nullIfTooLong,
  patiently,
  readShortIfThere,
  replaceFile,
} from '../files/durableFile.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { asWriteFailure, type StoreFailure } from '../files/storeFailure.ts';
import type { Vault } from '../vault/vault.ts';
import { DraftAge, type DraftClocks } from './draftAge.ts';

const fileSchema = z.strictObject({ format: z.literal(1), sealed: z.string() });
/** A version before has kept no brand with a consent: it may have been given to another one than the till's. */
const keptConsent = givenConsentSchema.extend({
  brandId: givenConsentSchema.shape.brandId.default(''),
});
/**
 * Nor has it told a correction that a number was chosen for from one out of the queue, nor what a hand has decided of
 * it.
 */
const ofChoice = draftSchema.shape.chosen.unwrap();
const keptChoice = ofChoice
  .extend({ decided: ofChoice.shape.decided.default([]) })
  .nullable()
  .default(null);
const keptSchema = z.strictObject({
  keptAt: z.number(),
  draft: draftSchema.extend({ consent: keptConsent.nullable(), chosen: keptChoice }),
});

/** The draft as it was last kept (till's clock, ms since 1970). */
export type KeptDraft = z.infer<typeof keptSchema>;

const PLACE = 'draft';

/** Several times what is typed into a form at the most, sealed (bytes): what is longer no till has kept. */
const MOST_BYTES = 1024 * 1024;

/**
 * To be told what was kept last. It has its turn among the changes, so that what is judged is what the disk has, and so
 * that nobody who goes on keeping drafts without a pause keeps anybody else from being answered.
 */
const READ = 'read';

/** What one turn has done for all who asked for it. */
interface Turn {
  /** Why the change is not on the disk, or null. */
  failure: StoreFailure | null;
  found: PromiseSettledResult<KeptDraft | null>;
}

/** The file of that name and nothing that a link leads to; a pipe is not waited for. Windows has no such flags. */
const WRITING = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface DraftStoreOptions extends DraftClocks {
  /** The data folder. */
  folder: string;
  vault: Vault;
}

/**
 * The one form that is filled in and not saved: sealed in a file of its own, so that it outlives a
 * crash. It is personal data that nobody has asked to keep, so it goes with the save, with the
 * clearing, and after `DRAFT_LIFETIME_MS` (`DraftAge`); one that does not open goes as well. Where somebody holds the file
 * it is tried again, and until then nobody gets what is in it.
 */
export class DraftStore {
  readonly #path: string;
  readonly #vault: Vault;
  readonly #now: () => number;
  readonly #age: DraftAge;
  /** Whose intention the latest draft is; null where there is none. */
  #requestId: string | null = null;
  readonly #turns = new GroupCommit<Draft | null | typeof READ, Turn>((asked) => this.#turn(asked));
  /** How often a draft was kept or let go. */
  #count = 0;
  /** What the disk has is nobody's any more. */
  #isToGo = false;
  /** What was found on the disk last, or null. */
  #found: KeptDraft | null = null;

  constructor({ folder, vault, now, ...clocks }: DraftStoreOptions) {
    this.#path = join(folder, 'draft.json');
    this.#vault = vault;
    this.#now = now;
    this.#age = new DraftAge({ now, ...clocks });
  }

  /** Resolves once this draft, or a later one, is on the disk: null, or why it is not. */
  keep(draft: Draft): Promise<StoreFailure | null> {
    this.#requestId = draft.requestId;
    return this.#change(draft);
  }

  /** Resolves once there is no draft on the disk: null, or why it is still there. */
  drop(): Promise<StoreFailure | null> {
    this.#requestId = null;
    return this.#change(null);
  }

  /** Drops the draft of this intention; another one's stays. */
  async dropOf(requestId: string): Promise<void> {
    if (this.#requestId === requestId) await this.drop();
  }

  /** What was kept last, or null; what is too old or does not open is dropped. */
  async read(): Promise<KeptDraft | null> {
    const { found } = await this.#turns.add(READ);
    if (found.status === 'rejected') throw found.reason;
    return found.value;
  }

  async #readDisk(): Promise<KeptDraft | null> {
    const bytes = await readShortIfThere(this.#path, MOST_BYTES).catch(nullIfTooLong);
    const kept = bytes && this.#open(bytes);
    return kept && this.#judged(kept);
  }

  /** Null for one that is too old. */
  #judged(kept: KeptDraft): KeptDraft | null {
    const { age, isTold } = this.#age.of(kept.keptAt);
    if (age > DRAFT_LIFETIME_MS) return null;
    // Where nobody can say it, perhaps whoever typed it has long gone.
    return isTold ? kept : { ...kept, draft: { ...kept.draft, isLocked: true } };
  }

  /** Drops a draft that nobody has touched for too long, and one that was to go and could not. */
  async housekeep(): Promise<void> {
    await this.read().catch(() => null);
  }

  /** Resolves when what was asked for is done; what could not go before is tried once more. */
  async close(): Promise<void> {
    await this.housekeep();
  }

  async #change(draft: Draft | null): Promise<StoreFailure | null> {
    this.#count += 1;
    return (await this.#turns.add(draft)).failure;
  }

  /** While one turn is under way only the latest of the changes counts that come in. Null: the draft goes. */
  async #turn(asked: readonly (Draft | null | typeof READ)[]): Promise<Turn> {
    const count = this.#count;
    const changes = asked.filter((one) => one !== READ);
    const last = changes.at(-1);
    this.#isToGo ||= changes.includes(null);
    const [changed] = await Promise.allSettled([last === undefined ? null : this.#apply(last)]);
    const failure = changed.status === 'fulfilled' ? null : asWriteFailure(changed.reason).failure;
    const [found] = await Promise.allSettled([asked.includes(READ) ? this.#look() : null]);
    // Who has asked for a change since has said whose it is.
    if (asked.includes(READ) && found.status === 'fulfilled' && count === this.#count)
      this.#requestId = found.value?.draft.requestId ?? null;
    return { failure, found };
  }

  /** What the disk has, if it is anybody's still; what is not goes. */
  async #look(): Promise<KeptDraft | null> {
    const kept = this.#isToGo ? null : await this.#readDisk();
    if (kept === null) {
      this.#isToGo = true;
      await this.#remove().catch(() => undefined);
    } else this.#found = kept;
    return kept;
  }

  async #apply(draft: Draft | null): Promise<void> {
    if (draft === null) return this.#remove();
    const kept: KeptDraft = { keptAt: this.#stampOf(draft), draft };
    const sealed = this.#vault.seal(JSON.stringify(kept), PLACE);
    try {
      await replaceFile(this.#path, JSON.stringify({ format: 1, sealed }));
      this.#isToGo = false;
      this.#age.begin(kept.keptAt);
    } catch (error) {
      if (this.#isToGo) await this.#remove().catch(() => undefined);
      throw error;
    }
  }

  /**
   * A form that has come back is kept again by itself, on a clock that is behind perhaps: as soon as that is set right it
   * would look as if it had lain there for years.
   */
  #stampOf({ requestId }: Draft): number {
    const before = this.#found?.draft.requestId === requestId ? this.#found.keptAt : 0;
    return Math.max(this.#now(), before);
  }

  async #remove(): Promise<void> {
    try {
      await patiently(() => unlink(this.#path));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') return this.#empty(error);
      this.#isToGo = false;
      return;
    }
    this.#isToGo = false;
    await flushFolder(dirname(this.#path));
  }

  /** Whoever keeps the name from going may let what is under it go: an empty file is no draft. */
  async #empty(refusal: unknown): Promise<void> {
    try {
      const file = await open(this.#path, WRITING);
      try {
        // A second name: somebody has put another file in its place.
        if ((await file.stat()).nlink > 1) throw refusal;
        await file.truncate();
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch {
      throw refusal;
    }
  }

  #open(bytes: Buffer): KeptDraft | null {
    try {
      const { sealed } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
      return keptSchema.parse(JSON.parse(this.#vault.open(sealed, PLACE) ?? ''));
    } catch {
      return null;
    }
  }
}
