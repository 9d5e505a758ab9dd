import { join } from 'node:path';
import { z } from 'zod';
import { causeKey, type HeldCause } from '../../app/outbox/bulk.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { causeOf } from '../bulk/heldGroups.ts';
import { errorCode, readIfThere, readShortIfThere, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { breathe } from '../move/breathe.ts';
import type { Vault } from '../vault/vault.ts';

const PLACE = 'words';

/** Its name in the data folder. */
const WORDS_FILE = 'words.json';

/** More than anybody leaves; of more the oldest goes. */
const MOST_WORDS = 500;

const fileSchema = z.strictObject({ format: z.literal(1), sealed: z.string() });
const pairs = z.array(z.tuple([z.string(), z.string()]));
const keptSchema = z.strictObject({ saves: pairs, groups: pairs });

export interface ManagerWordsOptions {
  /** The data folder. */
  folder: string;
  vault: Pick<Vault, 'seal' | 'open'>;
  saves: () => Pick<Saves, 'find' | 'sequences' | 'findBySequence'>;
}

/**
 * What a manager has left for the cashier, on a held save or on all that are held for a cause. It may name somebody, so it
 * is sealed, in a file of its own (`words.json`); what does not open is gone. It goes as soon as the save is not held any
 * more, and that of a group with the last save of it.
 */
export class ManagerWords {
  readonly #path: string;
  readonly #options: ManagerWordsOptions;
  /** By request id, the oldest first. */
  #saves = new Map<string, string>();
  /** By `causeKey`. */
  #groups = new Map<string, string>();
  #writing: Promise<unknown> = Promise.resolve();
  /** The disk has something else than what is known. */
  #isOwed = false;

  constructor(options: ManagerWordsOptions) {
    this.#path = join(options.folder, WORDS_FILE);
    this.#options = options;
  }

  async open(): Promise<void> {
    const bytes = await readIfThere(this.#path).catch(nullIfRefused);
    const kept = bytes && read(bytes, this.#options.vault);
    this.#saves = new Map(kept?.saves);
    this.#groups = new Map(kept?.groups);
    this.look();
  }

  /** What the cashier is to read about a save: its own word, or that of its group; null where there is none. */
  ofSave(save: Save): string | null {
    if (save.state !== 'held') return null;
    const cause = this.#groups.size === 0 ? null : causeOf(save);
    const ofGroup = cause === null ? undefined : this.#groups.get(causeKey(cause));
    return this.#saves.get(save.requestId) ?? ofGroup ?? null;
  }

  ofGroup(cause: HeldCause): string | null {
    return this.#groups.get(causeKey(cause)) ?? null;
  }

  /** Leaves a word on a held save, or on a group; empty text takes it back. False where the disk refuses it. */
  async leave(about: Save | HeldCause, text: string): Promise<boolean> {
    const isSave = 'requestId' in about;
    const words = isSave ? this.#saves : this.#groups;
    const key = isSave ? about.requestId : causeKey(about);
    const before = words.get(key);
    put(words, key, text === '' ? undefined : text);
    if (await this.#keep()) return true;
    put(words, key, before);
    return false;
  }

  /**
   * What was left in a queue that comes back, once its saves are here; what was said here since counts. False where the disk
   * keeps it for now. `folder`, `vault`: of that queue.
   */
  async takeIn(folder: string, vault: Pick<Vault, 'open'>): Promise<boolean> {
    const bytes = await readShortIfThere(join(folder, WORDS_FILE)).catch(nullIfRefused);
    const theirs = bytes && read(bytes, vault);
    if (theirs === null) return true;
    const here = this.#options.saves();
    const held = theirs.saves.filter(([id]) => here.find(id)?.state === 'held');
    if (held.length + theirs.groups.length === 0) return true;
    this.#saves = joined(held, this.#saves);
    // Of which nothing is held any more, they go with the next tidying.
    this.#groups = joined(theirs.groups, this.#groups);
    return this.#keep();
  }

  /** Something has changed: the words of what is held no more go, at once here and soon on the disk. */
  look(): void {
    if (this.#saves.size === 0) return;
    const saves = this.#options.saves();
    const gone = [...this.#saves.keys()].filter((id) => saves.find(id)?.state !== 'held');
    for (const id of gone) this.#saves.delete(id);
    if (gone.length > 0) void this.#keep();
  }

  /** What was said about these saves goes; false where the disk keeps it for now. */
  async forget(requestIds: readonly string[]): Promise<boolean> {
    const known = requestIds.filter((id) => this.#saves.delete(id));
    return known.length === 0 && !this.#isOwed ? true : this.#keep();
  }

  /** The words of groups go of which nothing is held any more; what the disk has refused is tried again. */
  async housekeep(): Promise<void> {
    const left = new Set(this.#groups.keys());
    const saves = this.#options.saves();
    const breath = breathe();
    for (const sequence of left.size === 0 ? [] : [...saves.sequences('held').newestFirst()]) {
      await breath();
      const save = saves.findBySequence(sequence);
      const cause = save === undefined ? null : causeOf(save);
      if (cause !== null) left.delete(causeKey(cause));
      if (left.size === 0) break;
    }
    for (const key of left) this.#groups.delete(key);
    if (left.size > 0 || this.#isOwed) await this.#keep();
  }

  /** Seals all of them anew, under the present key. Throws what the disk throws. */
  rewrite(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  async close(): Promise<void> {
    if (this.#isOwed) await this.#keep();
    await this.#writing;
  }

  #keep(): Promise<boolean> {
    this.#isOwed = true;
    return isDone(this.#inTurn(() => this.#write()));
  }

  async #write(): Promise<void> {
    const kept = { saves: [...this.#saves], groups: [...this.#groups] };
    const sealed = this.#options.vault.seal(JSON.stringify(kept), PLACE);
    await replaceFile(this.#path, JSON.stringify({ format: 1, sealed }));
    this.#isOwed = false;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }
}

function read(bytes: Buffer, vault: Pick<Vault, 'open'>): z.infer<typeof keptSchema> | null {
  try {
    const { sealed } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
    return keptSchema.parse(JSON.parse(vault.open(sealed, PLACE) ?? ''));
  } catch {
    return null;
  }
}

/** Those of before stand first; of the same the later counts. */
function joined(before: readonly [string, string][], since: ReadonlyMap<string, string>) {
  const all = [...before.filter(([key]) => !since.has(key)), ...since];
  return new Map(all.slice(-MOST_WORDS));
}

/** What a disk says that does not give them, now or ever: neither the till nor anybody's registering waits for words. */
function nullIfRefused(error: unknown): null {
  if (errorCode(error) === '') throw error;
  return null;
}

/** The latest stands last; `undefined` takes it away. */
function put(words: Map<string, string>, key: string, text: string | undefined): void {
  words.delete(key);
  if (text === undefined) return;
  words.set(key, text);
  const [oldest = ''] = words.keys();
  if (words.size > MOST_WORDS) words.delete(oldest);
}
