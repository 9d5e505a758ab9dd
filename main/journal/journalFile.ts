import { dirname } from 'node:path';
import type { Disk, DiskFile } from '../disk/disk.ts';

/** Space is filled with zeros this far ahead (bytes), so that a flush has no metadata to write. */
export const FILL_AHEAD = 1024 * 1024;

/** Filling begins when less than this part is left: several hundred saves. */
const REFILL_BELOW = 0.25;

/** Less space than this (bytes) behind the last line, and the next one might find none. */
const MIN_FREE_BYTES = 1024;

/** A page at a time: larger writes make larger units in the page cache, of which a line rewrites all. */
const ZEROS = Buffer.alloc(4 * 1024);

/**
 * One journal on disk: appended, flushed, filled with zeros ahead. After a failed write or flush it
 * refuses everything: what the disk then holds is known only to whoever reads it anew.
 */
export class JournalFile {
  readonly path: string;
  readonly #file: DiskFile;
  /** Where the next line goes (bytes). Everything before is flushed. */
  #end: number;
  #filledTo: number;
  #filling: Promise<void> | null = null;
  readonly #ahead: number;
  #hasFailed = false;
  /** What the last attempt to fill space ended with; null while there is space on the disk. */
  fillError: unknown = null;

  private constructor(path: string, file: DiskFile, ahead: number, end: number, filledTo: number) {
    this.#ahead = ahead;
    this.path = path;
    this.#file = file;
    this.#end = end;
    this.#filledTo = filledTo;
  }

  /**
   * Makes a new journal that begins with these bytes, durable together with its name. `isWhole`: it is made with
   * all of its free space or not at all; otherwise it takes what there is. Whatever has its name stays as it is (`EEXIST`),
   * unless it is made over that (`isOver`).
   */
  static async create(
    disk: Disk,
    folder: string,
    path: string,
    how: { head: Buffer; ahead: number; isWhole: boolean; isOver?: boolean },
  ): Promise<JournalFile> {
    const { head, ahead, isWhole, isOver = false } = how;
    const file = await disk.open(path, isOver ? 'create' : 'new');
    const journal = new JournalFile(path, file, ahead, 0, 0);
    try {
      const whole = head.length + ahead;
      await journal.#fill(isWhole ? whole : head.length, whole);
      await file.write(head, 0);
      await file.datasync();
      await disk.flushFolder(folder);
    } catch (error) {
      await file.close().catch(() => undefined);
      await disk.remove(path).catch(() => undefined);
      throw error;
    }
    journal.#end = head.length;
    return journal;
  }

  /**
   * Goes on behind the last good line of a journal. What stands behind it, a torn tail or a write that
   * failed, is overwritten with zeros: the space stays ours even on a full disk. What is longer than `size` is cut. Rejects
   * where there is no space for another line.
   */
  static async resume(
    disk: Disk,
    path: string,
    ahead: number,
    end: number,
    size: number,
  ): Promise<JournalFile> {
    const file = await disk.open(path, 'existing');
    const journal = new JournalFile(path, file, ahead, end, end);
    try {
      if ((await file.size()) > size) await file.truncate(size);
      await journal.#zeroTo(size);
      await journal.#fill(MIN_FREE_BYTES, MIN_FREE_BYTES);
      // Whoever made it may have been killed before its name was durable.
      await disk.flushFolder(dirname(path));
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    journal.#fillInBackground();
    return journal;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Bytes of content; all of them are flushed. */
  get length(): number {
    return this.#end;
  }

  /** Bytes on the disk, free space included. */
  get size(): number {
    return this.#filledTo;
  }

  /**
   * Appends and flushes. Rejects when it is not certain that the bytes are on the disk. `mayBlock`: on a
   * fast disk the process may stand still for the flush.
   */
  async append(bytes: Buffer, mayBlock: boolean): Promise<void> {
    if (this.#hasFailed) throw new Error('this journal has failed and must be reopened');
    try {
      // Filling goes on behind the lines; only a line that has no space yet waits for it.
      if (this.#end + bytes.length > this.#filledTo) await this.#filling;
      if (this.#end + bytes.length > this.#filledTo)
        await this.#fill(bytes.length, bytes.length + this.#ahead);
      await this.#file.writeDurably(bytes, this.#end, mayBlock);
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
    this.#end += bytes.length;
    if (this.#filledTo - this.#end < this.#ahead * REFILL_BELOW) this.#fillInBackground();
  }

  /** Whether what has its name now is this file. Rejects with the disk's own error. */
  hasName(): Promise<boolean> {
    return this.#file.hasName();
  }

  /** Fills ahead what there was no space for; what comes of it stands in `fillError`. */
  async refill(): Promise<void> {
    if (this.fillError === null || this.#hasFailed) return;
    this.#fillInBackground();
    await this.#filling;
  }

  /** Resolves when nothing is being filled ahead. */
  async filled(): Promise<void> {
    await this.#filling;
  }

  async close(): Promise<void> {
    await this.#filling;
    await this.#file.close();
  }

  #fillInBackground(): void {
    this.#filling ??= this.#fill(this.#ahead, this.#ahead)
      .then(
        () => {
          this.fillError = null;
        },
        (error: unknown) => {
          // There is still space for hundreds of saves; the store tells before it is used up.
          this.fillError = error;
        },
      )
      .finally(() => {
        this.#filling = null;
      });
  }

  /** Fills so many bytes behind the last line; rejects only when there are not even those that are `needed`. */
  async #fill(needed: number, wanted: number): Promise<void> {
    try {
      await this.#zeroTo(this.#end + wanted);
    } catch (error) {
      if (this.#filledTo < this.#end + needed || needed === wanted) throw error;
      this.fillError = error;
    }
    await this.#file.datasync();
  }

  async #zeroTo(target: number): Promise<void> {
    while (this.#filledTo < target) {
      const length = Math.min(ZEROS.length, target - this.#filledTo);
      await this.#file.write(ZEROS.subarray(0, length), this.#filledTo);
      this.#filledTo += length;
    }
  }
}
