import { causeKey, type HeldCause } from '../../app/outbox/bulk.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { causeOf } from '../bulk/heldGroups.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { breathe } from '../move/breathe.ts';
import type { Vault } from '../vault/vault.ts';
import { type KeptWords, readWords, readWordsAside, writeWords } from './wordsFile.ts';

/** More than anybody leaves; of more the oldest goes. */
const MOST_WORDS = 500;

export interface ManagerWordsOptions {
  /** The data folder. */
  folder: string;
  vault: Pick<Vault, 'seal' | 'open'>;
  saves: () => Pick<Saves, 'find' | 'sequences' | 'findBySequence'>;
}

/**
 * What a manager has left for the cashier, on a held save or on all that are held for a cause. It may name somebody, so it
 * is sealed, in a file of its own (`words.json`); what does not open is gone. It goes as soon as the save is not held any
 * more, and that of a group with the last save of it. What the disk does not give at the start is read as soon as it does,
 * and nothing is written over it before.
 */
export class ManagerWords {
  readonly #options: ManagerWordsOptions;
  /** By request id, the oldest first. */
  #saves = new Map<string, string>();
  /** By `causeKey`. */
  #groups = new Map<string, string>();
  #writing: Promise<unknown> = Promise.resolve();
  /** The disk has something else than what is known. */
  #isOwed = false;
  /** What was left before lies there, or may, and the disk has not given it yet. */
  #isUnread = true;

  constructor(options: ManagerWordsOptions) {
    this.#options = options;
  }

  /** Neither the till nor anybody's registering waits for words that the disk does not give. */
  async open(): Promise<void> {
    await isDone(this.#inTurn(() => this.#read()));
    if (this.#isOwed) void this.#keep();
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
    // What lies there unread would come back instead of what is said now.
    if (!(await this.#isRead())) return false;
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
    const theirs = await readWordsAside(folder, vault).catch(nullIfRefused);
    if (theirs === null) return true;
    const held = theirs.saves.filter(([id]) => this.#isHeld(id));
    if (held.length + theirs.groups.length === 0) return true;
    // Of which nothing is held any more, they go with the next tidying.
    this.#join({ saves: held, groups: theirs.groups });
    // Until those of here are read these are in memory alone, and nobody waits for that.
    return (await this.#keep()) || this.#isUnread;
  }

  /** Something has changed: the words of what is held no more go, at once here and soon on the disk. */
  look(): void {
    if (this.#saves.size === 0) return;
    const gone = [...this.#saves.keys()].filter((id) => !this.#isHeld(id));
    for (const id of gone) this.#saves.delete(id);
    if (gone.length > 0) void this.#keep();
  }

  /** What was said about these saves goes; false where the disk keeps it for now. */
  async forget(requestIds: readonly string[]): Promise<boolean> {
    if (!(await this.#isRead())) return false;
    const known = requestIds.filter((id) => this.#saves.delete(id));
    return known.length === 0 && !this.#isOwed ? true : this.#keep();
  }

  /** The words of groups go of which nothing is held any more; what the disk has refused is tried again. */
  async housekeep(): Promise<void> {
    await isDone(this.#inTurn(() => this.#read()));
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
    await this.#readFirst();
    const { folder, vault } = this.#options;
    await writeWords(folder, vault, { saves: [...this.#saves], groups: [...this.#groups] });
    this.#isOwed = false;
  }

  #isRead(): Promise<boolean> {
    return isDone(this.#inTurn(() => this.#readFirst()));
  }

  /** Nothing is written over what nobody has read, as long as somebody may: then it throws what the disk throws. */
  async #readFirst(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      if (!isLostForGood(error)) throw error;
      this.#isUnread = false;
      // It may name whoever is erased.
      this.#isOwed = true;
    }
  }

  /** Throws what the disk throws. */
  async #read(): Promise<void> {
    if (!this.#isUnread) return;
    const { folder, vault } = this.#options;
    const { saves, groups } = await readWords(folder, vault);
    this.#isUnread = false;
    const held = saves.filter(([id]) => this.#isHeld(id));
    this.#isOwed ||= held.length < saves.length;
    // Nobody has left any until now: what is known came back with a queue, and is of before.
    this.#saves = joined([...this.#saves], new Map(held));
    this.#groups = joined([...this.#groups], new Map(groups));
  }

  /** Those of before; what was said here since counts. */
  #join({ saves, groups }: KeptWords): void {
    this.#saves = joined(saves, this.#saves);
    this.#groups = joined(groups, this.#groups);
  }

  #isHeld(requestId: string): boolean {
    return this.#options.saves().find(requestId)?.state === 'held';
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
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
