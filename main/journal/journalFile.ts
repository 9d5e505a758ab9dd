import type { Disk, DiskFile } from '../disk/disk.ts';

/** Space is filled with zeros this far ahead (bytes), so that a flush has no metadata to write. */
export const FILL_AHEAD = 1024 * 1024;

/** Filling begins when less than this part is left: several hundred saves. */
const REFILL_BELOW = 0.25;

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
  /** What the last attempt to fill space ended with; null while there is room on the disk. */
  fillError: unknown = null;

  private constructor(path: string, file: DiskFile, ahead: number, end: number, filledTo: number) {
    this.#ahead = ahead;
    this.path = path;
    this.#file = file;
    this.#end = end;
    this.#filledTo = filledTo;
  }

  /** Makes a new journal, with `ahead` bytes of free space, that begins with these bytes, durable together with its name. */
  static async create(
    disk: Disk,
    folder: string,
    path: string,
    ahead: number,
    head: Buffer,
  ): Promise<JournalFile> {
    const file = await disk.open(path, 'create');
    const journal = new JournalFile(path, file, ahead, 0, 0);
    try {
      await journal.#fill(head.length);
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
   * failed, is overwritten with zeros: the space stays ours even on a full disk.
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
      await journal.#zeroTo(size);
      await file.datasync();
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
      // Filling goes on behind the lines; only a line that has no room yet waits for it.
      if (this.#end + bytes.length > this.#filledTo) await this.#filling;
      if (this.#end + bytes.length > this.#filledTo) await this.#fill(bytes.length);
      await this.#file.writeDurably(bytes, this.#end, mayBlock);
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
    this.#end += bytes.length;
    if (this.#filledTo - this.#end < this.#ahead * REFILL_BELOW) this.#fillInBackground();
  }

  async close(): Promise<void> {
    await this.#filling;
    await this.#file.close();
  }

  #fillInBackground(): void {
    this.#filling ??= this.#fill()
      .then(
        () => {
          this.fillError = null;
        },
        (error: unknown) => {
          // There is still room for hundreds of saves; the store tells before it is used up.
          this.fillError = error;
        },
      )
      .finally(() => {
        this.#filling = null;
      });
  }

  /** Fills ahead; rejects only when there is not even room for `atLeast` bytes. */
  async #fill(atLeast = 0): Promise<void> {
    try {
      await this.#zeroTo(this.#end + atLeast + this.#ahead);
    } catch (error) {
      if (this.#filledTo < this.#end + atLeast || atLeast === 0) throw error;
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
