import type { Save } from '../../app/outbox/save.ts';
import { errorCode } from '../files/durableFile.ts';
import { watermarkIn } from '../journal/asideWatermark.ts';
import { lastChange } from '../journal/lostChanges.ts';
import type { StoreContent } from '../journal/storeContent.ts';
import { type AsideFolder, asideFolders } from '../vault/asideFolders.ts';
import { asideBytes } from './asideBytes.ts';
import { foldersWithinReach } from './asideReach.ts';
import { changedAt } from './changedAt.ts';
import { fewOf } from './fewFolders.ts';
import { hasOwnLetters } from './ownLetters.ts';
import { openIn, readAside } from './readAside.ts';

/**
 * What lies open in the folders that wait for their keys, by its ids, which can be read without one. A taking in that a
 * crash or the disk has interrupted leaves some of it in the till's own store as well. Sent from there, and forgotten, it
 * would come in a second time.
 */
export class WaitingAside {
  /** Ids by the name of the folder. */
  readonly #open = new Map<string, ReadonlySet<string>>();
  /** Folders in which no save has ever been, by name: their queues were set aside before anybody was registered. */
  readonly #unused = new Set<string>();
  /**
   * Folders that were taken in and stay whole, since somebody waits in them who is not known here, or they are too long to
   * be read, by name: in a run each is read once, for whoever stands at the counter stands still meanwhile.
   */
  readonly keptWhole = new Set<string>();
  /** When folders that cannot be read now were set aside at the latest (ms since 1970): nobody knows what lies in them. */
  readonly #unread = new Map<string, number>();
  /** When each of all that wait was set aside at the earliest (ms since 1970), by name. */
  readonly #setAside = new Map<string, number>();
  /** How far each of these had come with its slip numbers, by name, where it tells. */
  readonly #lastSequence = new Map<string, number>();
  /** What is read of them is too long, or the disk keeps something of them under a name that nobody reads. */
  readonly #notRead = new Set<string>();

  /** Those that this start looks into, by name. */
  readonly #lookedInto = new Set<string>();

  static async read(folder: string, now: number): Promise<WaitingAside> {
    const waiting = new WaitingAside();
    const all = await asideFolders(folder);
    const folders = await fewOf(all);
    for (const { name } of folders) waiting.#lookedInto.add(name);
    for (const aside of all) if (!waiting.looksInto(aside.name)) await waiting.#leave(aside, now);
    const named = new Set<string>();
    for (const { name, path } of folders) if (await hasOwnLetters(path)) named.add(name);
    const readable = await foldersWithinReach(folders, asideBytes);
    for (const aside of folders) {
      waiting.#setAside.set(aside.name, aside.at);
      const isRead = readable.has(aside.name) && named.has(aside.name);
      if (!isRead) waiting.#notRead.add(aside.name);
      await waiting.#read(aside, now);
    }
    return waiting;
  }

  /** False where it is left for another start (`fewOf`), or nobody knew of it when this one began. */
  looksInto(name: string): boolean {
    return this.#lookedInto.has(name);
  }

  /** `readAside`; null as well where it lies behind more than any till has set aside (`foldersWithinReach`), or is not all there. */
  async contentOf({ name, path }: AsideFolder, now: number): Promise<StoreContent | null> {
    return this.#notRead.has(name) ? null : readAside(path, now);
  }

  /** It counts as one that cannot be read. */
  async #leave(aside: AsideFolder, now: number): Promise<void> {
    this.#setAside.set(aside.name, aside.at);
    this.#unread.set(aside.name, await thereSince(aside, now));
  }

  async #read(aside: AsideFolder, now: number): Promise<void> {
    const { name, at, path } = aside;
    try {
      const store = await this.contentOf(aside, now);
      const mark = await watermarkIn(path);
      // Nothing seals the mark: one that says nothing takes nothing back of what the store says.
      const given = Math.max(mark?.lastSequence ?? 0, store?.lastSequence ?? 0);
      this.#lastSequence.set(name, given);
      if (store === null) {
        this.#unread.set(name, await thereSince(aside, now));
        return;
      }
      // The clock may have stood years ago when it was set aside, and the last time that it changed is in it.
      this.#setAside.set(name, Math.max(at, lastChange(store.saves.values())));
      const open = openIn(store);
      this.#open.set(name, new Set(open.map(({ requestId }) => requestId)));
      const isWhole = store.warnings.length === 0 && store.damaged.size === 0;
      if (isWhole && Math.max(store.lastNumber, mark?.lastNumber ?? 0) === 0)
        this.#unused.add(name);
    } catch (error) {
      if (errorCode(error) === '') throw error;
      this.#unread.set(name, await thereSince(aside, now));
    }
  }

  /** It waits there: nothing of it is sent from here. */
  holds({ requestId }: Pick<Save, 'requestId'>): boolean {
    return [...this.#open.values()].some((ids) => ids.has(requestId));
  }

  /** It waits there, or may: its id must not be forgotten here. */
  keeps(save: Pick<Save, 'requestId' | 'createdAt'>): boolean {
    return this.holds(save) || [...this.#unread.values()].some((at) => save.createdAt <= at);
  }

  /**
   * When the last of them was set aside (ms since 1970), or before all time: whoever was sent by then is known to the folders
   * alone, and so is whoever was erased.
   */
  get knownSince(): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const at of this.#setAside.values()) latest = Math.max(latest, at);
    return latest;
  }

  /** The highest slip number that any of them had given, as far as they tell. */
  get lastSequence(): number {
    return [...this.#lastSequence.values()].reduce((most, last) => Math.max(most, last), 0);
  }

  /**
   * Whether any of them had given a slip number, or may have. The queue of here goes on behind them only where the file beside
   * the data folder was there to tell.
   */
  get hasGiven(): boolean {
    return this.#unread.size > 0 || this.lastSequence > 0;
  }

  /** Whether a save lies there, or may have. */
  mayHaveHeld(name: string): boolean {
    return !this.#unused.has(name);
  }

  /** A folder was taken in: what was in it is here now, and nowhere else. */
  release(name: string): void {
    this.#open.delete(name);
    this.#unread.delete(name);
    this.#setAside.delete(name);
    this.#lastSequence.delete(name);
  }
}

/**
 * When a folder was set aside at the latest (ms since 1970). Who gives it a name of a day to come would keep everybody who is
 * registered until then; the disk tells when it was put there.
 */
async function thereSince({ at, path }: AsideFolder, now: number): Promise<number> {
  if (at <= now) return at;
  const changed = await changedAt(path);
  return changed > 0 ? Math.min(at, changed) : at;
}
