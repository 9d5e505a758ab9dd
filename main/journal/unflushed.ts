import { join } from 'node:path';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Filler, FoundJournal } from './gaps.ts';

interface UnflushedOptions {
  disk: Disk;
  folder: string;
  /** Whether the file with this name is another one than the start has read. */
  isForeign: (name: string) => Promise<boolean>;
  /** The file with this name has other bytes than the start has read. */
  onFilled: (name: string) => Promise<void>;
}

/**
 * The journals that a start has read. A program that ended between a write and its flush has left lines there that can be
 * read, and that a power cut takes away: nothing is to be written that counts on them, and nobody to be told that they
 * are saved, before they are flushed. Nor is anything to be written behind a gap that a power cut has torn into the last
 * flush: it would look like one in the middle of what was acknowledged.
 */
export class Unflushed {
  readonly #options: UnflushedOptions;
  readonly #fillers: Map<string, readonly Filler[]>;

  constructor(options: UnflushedOptions, journals: readonly FoundJournal[]) {
    this.#options = options;
    this.#fillers = new Map(journals.map(({ name, fillers }) => [name, fillers]));
  }

  /**
   * Fills the gaps of all of them and flushes them, but for this one where it has none. Rejects with the disk's own error;
   * the next call goes on from there.
   */
  async flush(but: string | null = null): Promise<void> {
    for (const [name, fillers] of this.#fillers) {
      if (name === but && fillers.length === 0) continue;
      await this.#flushOne(name, fillers);
      this.#fillers.delete(name);
    }
  }

  /** Whoever opened this one has flushed it. */
  flushed(name: string): void {
    this.#fillers.delete(name);
  }

  /** A snapshot says what all but this one do: whether they are flushed is no matter any more. */
  replaced(but: string): void {
    for (const name of this.#fillers.keys()) {
      if (name !== but) this.#fillers.delete(name);
    }
  }

  async #flushOne(name: string, fillers: readonly Filler[]): Promise<void> {
    const { disk, folder, isForeign, onFilled } = this.#options;
    const isFilled = fillers.length > 0 && !(await isForeign(name));
    await flushFile(disk, join(folder, name), isFilled ? fillers : []);
    if (isFilled) await onFilled(name);
  }
}

/** One that is gone has nothing to flush: what stood in it is known, and goes into a new generation. */
async function flushFile(disk: Disk, path: string, fillers: readonly Filler[]): Promise<void> {
  let file: DiskFile;
  try {
    file = await disk.open(path, 'existing');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    for (const { at, bytes } of fillers) await file.write(bytes, at);
    await file.datasync();
  } finally {
    await file.close();
  }
}
