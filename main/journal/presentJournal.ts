import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { FoundJournal } from './gaps.ts';
import { encodeHeader } from './header.ts';
import { JournalFile } from './journalFile.ts';
import { encodeLine, scanLines } from './journalLine.ts';
import { storeFileName } from './storeFiles.ts';
import { Unflushed } from './unflushed.ts';

/** Where a journal can be made; `isOurs`: over an empty one of ours. */
export interface FreePlace {
  generation: number;
  isOurs: boolean;
}

/** How far the store had come when a journal began. */
export interface Beginning {
  /** The number of the last change, and the highest sequence. */
  after: number;
  lastSequence: number;
  /** How many saves there were. */
  count: number;
}

/** Where the next change goes. */
export interface JournalPlace {
  generation: number;
  beginning: Beginning;
  /** Where the content of a journal that goes on ends, and how long its file is (bytes); null: it is to be made. */
  goesOn: { end: number; size: number } | null;
}

/** Where a start goes on. */
export interface FoundPlace extends JournalPlace {
  /** The journals that it has read, which may hold what was never flushed. */
  unflushed: readonly FoundJournal[];
}

/** Acknowledged lines do not read back. A new journal behind a new snapshot puts that right. */
class UnsoundJournalError extends Error {}

/** The same where the journal has lost its name, to nothing or to another file. */
class LostJournalError extends UnsoundJournalError {
  readonly code = 'ESTALE';
}

interface Next {
  file: JournalFile;
  generation: number;
  onSwitched: () => void;
}

export interface PresentJournalOptions {
  disk: Disk;
  folder: string;
  /** Bytes of free space that are filled with zeros ahead. */
  ahead: number;
  /** How far the store has come. */
  counters: () => Beginning;
  /** Acknowledged lines do not read back. */
  onUnsound: () => void;
  /** Whether the file with this name, which was not opened yet, is another one than the start has read. */
  isForeign: (name: string) => Promise<boolean>;
  /** A file of ours has other bytes now than when it was remembered. */
  onFilled: (name: string) => Promise<void>;
  /** The number for a new journal where that of `generation` has its name taken. */
  freePlace: (generation: number) => Promise<FreePlace>;
}

/** The journal that takes changes. Where the disk does not let it be opened, it is tried again with the next change. */
export class PresentJournal {
  readonly #options: PresentJournalOptions;
  #place: JournalPlace;
  #file: JournalFile | null = null;
  #next: Next | null = null;
  readonly #unflushed: Unflushed;

  constructor(options: PresentJournalOptions, { unflushed, ...place }: FoundPlace) {
    this.#options = options;
    this.#place = place;
    this.#unflushed = new Unflushed(options, unflushed);
  }

  get generation(): number {
    return this.#place.generation;
  }

  get beginning(): Beginning {
    return this.#place.beginning;
  }

  get isOpen(): boolean {
    return this.#file !== null;
  }

  /** Why no more space can be filled ahead, while there still is some; null when all is well. */
  get fillError(): unknown {
    return this.#file?.fillError ?? null;
  }

  /**
   * Whether the journal still has its name. One that somebody has deleted, or put an earlier copy in the place of, goes
   * on taking changes, and every one of them is gone with the program.
   */
  async isThere(): Promise<boolean> {
    const file = this.#file;
    if (file === null) return true;
    try {
      const hasName = await file.hasName();
      // Another one may have taken over meanwhile.
      return file !== this.#file || hasName;
    } catch (error) {
      if (errorCode(error) === '') throw error;
      // What cannot be looked at just now says nothing.
      return true;
    }
  }

  /** Takes the space ahead that there was no space for. */
  async refill(): Promise<void> {
    await this.#file?.refill();
  }

  /**
   * The journal, ready for a line: opened; reopened, cleaned and read back if its last write or flush has
   * failed; the next one if a compaction has made one.
   */
  async ready(): Promise<JournalFile> {
    const next = this.#next;
    if (next === null) return this.#sound();
    const before = await this.#sound().catch((error: unknown) => {
      // What follows must not come behind lines that were refused; these have been cleaned away.
      if (!(error instanceof UnsoundJournalError)) throw error;
      return this.#file;
    });
    const { file, generation, onSwitched } = next;
    const name = this.#name;
    this.#next = null;
    this.#place = { generation, beginning: this.#options.counters(), goesOn: null };
    this.#file = file;
    onSwitched();
    if (before !== null) await this.#end(before, name);
    return file;
  }

  /** A snapshot says what the journals in front of this one do. */
  hasSnapshot(): void {
    this.#unflushed.replaced(this.#name);
  }

  /** Makes a journal. `isWhole`: with all of its free space, or not at all; `isOver`: over one that says nothing. */
  async create(generation: number, isWhole: boolean, isOver = false): Promise<JournalFile> {
    const { disk, folder, ahead, counters } = this.#options;
    // Its first line says how far the store has come: what is read at a start is to be there after a power cut, too.
    await this.#unflushed.flush();
    const { after, lastSequence } = counters();
    const path = join(folder, storeFileName(generation, 'journal'));
    const head = Buffer.from(encodeLine(encodeHeader('journal', generation, after, lastSequence)));
    return JournalFile.create(disk, folder, path, { head, ahead, isWhole, isOver });
  }

  /**
   * Lets the next journal take over in its turn among the commits (`turn`), and calls back before it takes a
   * change. Rejects when the disk refuses to finish the present one; then nothing has changed.
   */
  async switchTo(
    file: JournalFile,
    generation: number,
    turn: () => Promise<void>,
    onSwitched: () => void,
  ): Promise<void> {
    const next: Next = { file, generation, onSwitched };
    this.#next = next;
    const turned = turn();
    // The commit may fail for others' changes after it has switched: what counts is the switch.
    await turned.catch(() => undefined);
    if (this.#next !== next) return;
    this.#next = null;
    await turned;
  }

  async close(): Promise<void> {
    await this.#file?.close().catch(() => undefined);
  }

  async #sound(): Promise<JournalFile> {
    const file = this.#file;
    if (file !== null && !file.hasFailed) return file;
    await this.#refuseOther(file);
    const opened = await this.#open(file);
    // As long as it is open it can tell whether what has its name is itself.
    await file?.close().catch(() => undefined);
    // What has just been read at the start need not be read again.
    if (file !== null) await this.#readBack(opened);
    this.#file = opened;
    return opened;
  }

  /** From now on it stays as it is: lines, and zeros ahead of them, have come into it since it was remembered. */
  async #end(file: JournalFile, name: string): Promise<void> {
    await file.filled();
    if (await file.hasName().catch(() => false)) await this.#options.onFilled(name);
    await file.close().catch(() => undefined);
  }

  get #name(): string {
    return storeFileName(this.#place.generation, 'journal');
  }

  async #open(failed: JournalFile | null): Promise<JournalFile> {
    const { disk, folder, ahead } = this.#options;
    const { goesOn } = this.#place;
    const name = this.#name;
    const from = failed === null ? goesOn : { end: failed.length, size: failed.size };
    if (from === null) return this.#begin();
    // The journal itself is flushed as it is opened; but no line comes behind a gap in it.
    await this.#unflushed.flush(name);
    const resumed = await JournalFile.resume(disk, join(folder, name), ahead, from.end, from.size);
    this.#unflushed.flushed(name);
    return resumed;
  }

  async #begin(): Promise<JournalFile> {
    const { generation } = this.#place;
    try {
      return await this.create(generation, false);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const free = await this.#options.freePlace(generation);
    this.#place = { ...this.#place, generation: free.generation };
    return this.create(free.generation, false, free.isOurs);
  }

  /** What somebody has put in the place of the journal is not to be cleaned, nor written on. */
  async #refuseOther(file: JournalFile | null): Promise<void> {
    const { generation, goesOn } = this.#place;
    const { isForeign, onUnsound } = this.#options;
    if (file === null && goesOn === null) return;
    const isOurs =
      file === null
        ? !(await isForeign(storeFileName(generation, 'journal')))
        : await file.hasName();
    if (isOurs) return;
    onUnsound();
    throw new LostJournalError('another file has the name of the journal, or none has');
  }

  async #readBack(opened: JournalFile): Promise<void> {
    const bytes = (await this.#options.disk.read(opened.path)) ?? Buffer.alloc(0);
    const { end, damage } = scanLines(bytes, () => undefined);
    // Damage that the start has found was told then, and is no reason to refuse what comes behind it.
    const known = this.#place.goesOn?.end ?? 0;
    if (end === opened.length && damage.every(({ to }) => to <= known)) return;
    await opened.close();
    this.#options.onUnsound();
    throw new UnsoundJournalError('the journal does not read back as it was acknowledged');
  }
}
