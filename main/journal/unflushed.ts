import { join } from 'node:path';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';

/**
 * The journals that a start has read. A program that ended between a write and its flush has left lines there that can be
 * read, and that a power cut takes away: nothing is to be written that counts on them, and nobody to be told that they
 * are saved, before they are flushed.
 */
export class Unflushed {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #names: Set<string>;

  constructor(disk: Disk, folder: string, names: readonly string[]) {
    this.#disk = disk;
    this.#folder = folder;
    this.#names = new Set(names);
  }

  /** Flushes all of them, but for this one. Rejects with the disk's own error; the next call goes on from there. */
  async flush(but: string | null = null): Promise<void> {
    for (const name of this.#names) {
      if (name === but) continue;
      await flushFile(this.#disk, join(this.#folder, name));
      this.#names.delete(name);
    }
  }

  /** Whoever opened this one has flushed it. */
  flushed(name: string): void {
    this.#names.delete(name);
  }

  /** A snapshot says what all but this one do: whether they are flushed is no matter any more. */
  replaced(but: string): void {
    for (const name of this.#names) {
      if (name !== but) this.#names.delete(name);
    }
  }
}

/** One that is gone has nothing to flush: what stood in it is known, and goes into a new generation. */
async function flushFile(disk: Disk, path: string): Promise<void> {
  let file: DiskFile;
  try {
    file = await disk.open(path, 'existing');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
