import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { nullIfNoFile } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { HIGHEST } from './reachable.ts';

/** How far a store had come, kept in a second place. */
export interface Watermark {
  lastNumber: number;
  lastSequence: number;
}

/** How long a watermark may stay behind (ms). */
const WRITE_AFTER_MS = 100;

const LENGTH = 128;

const number = z.int().nonnegative().max(HIGHEST);

const NOTHING: Watermark = { lastNumber: 0, lastSequence: 0 };

const watermarkSchema = z.object({
  lastNumber: number,
  lastSequence: number,
});

/**
 * The highest numbers that were ever acknowledged, in a file outside the data folder. It follows the
 * journal without waiting for the disk: a lost update only makes it see less. A store that is behind
 * it has gone backwards (a PC that resets itself, a folder that was restored or deleted).
 */
export class WatermarkFile {
  readonly #disk: Disk;
  readonly #path: string;
  #file: DiskFile | null = null;
  #next: Watermark | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #heldBy: string | null = null;
  /** No lower slip is written: it was given, also where the store knows nothing of that. */
  #lastSequence = 0;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  /** Its name, and why the disk did not give it at the last try; null where it did, or what it says was heeded since. */
  get heldBy(): string | null {
    return this.#heldBy;
  }

  /**
   * The watermark, or zeros where there is none, or the disk does not give it: `heldBy` tells that, and then nothing is
   * written there before `release`, as nobody knows what it says.
   */
  async read(): Promise<Watermark> {
    const read = await this.#readNow();
    return read === 'held' ? NOTHING : read;
  }

  /** What it says where it was held; null: it is so still. It is written over once that was heeded, and not before. */
  async readAgain(): Promise<Watermark | null> {
    const read = await this.#readNow();
    return read === 'held' ? null : read;
  }

  /** What it says was heeded, and it may be written over. `lastSequence`: the last slip that it says was given. */
  release(lastSequence: number): void {
    this.#lastSequence = lastSequence;
    this.#heldBy = null;
    if (this.#next !== null) this.note(this.#next);
  }

  async #readNow(): Promise<Watermark | 'held'> {
    try {
      return (await readWatermark(this.#disk, this.#path)) ?? NOTHING;
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      this.#heldBy = `${basename(this.#path)} ${code}`;
      return 'held';
    }
  }

  /** Notes how far the store has come. Never fails: it is only a witness. */
  note(watermark: Watermark): void {
    this.#next = watermark;
    if (this.#heldBy !== null) return;
    // Not at once: nobody at the counter waits for a witness.
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#writing ??= this.#write();
    }, WRITE_AFTER_MS).unref();
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    if (this.#next !== null && this.#heldBy === null) await this.#write();
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
  }

  async #write(): Promise<void> {
    try {
      if (this.#file === null) {
        const isThere = (await this.#disk.read(this.#path, LENGTH)) !== null;
        this.#file = await this.#disk.open(this.#path, isThere ? 'existing' : 'create');
        if (!isThere) await this.#disk.flushFolder(dirname(this.#path));
      }
      while (this.#next !== null) {
        const { lastNumber, lastSequence: last } = this.#next;
        const watermark = { lastNumber, lastSequence: Math.max(last, this.#lastSequence) };
        this.#next = null;
        await this.#file.write(Buffer.from(serialise(watermark), 'latin1'), 0);
      }
    } catch {
      // The second place may be missing or read-only; the store itself does not depend on it.
      await this.#file?.close().catch(() => undefined);
      this.#file = null;
      this.#next = null;
    } finally {
      this.#writing = null;
    }
  }
}

/**
 * What a watermark's file says, or null where there is none, or nothing in it that a till writes. Throws what the disk throws
 * where it does not give it now: that says nothing of how far the store had come.
 */
export async function readWatermark(
  disk: Pick<Disk, 'read'>,
  path: string,
): Promise<Watermark | null> {
  // One byte more than it has: a longer one, for which no text may have room, is none.
  const bytes = await disk.read(path, LENGTH + 1).catch(nullIfNoFile);
  return parse(bytes?.toString('latin1') ?? '');
}

/** As a watermark's file has it. Always the same length, so that a write in place replaces all of it. */
export function serialise(watermark: Watermark): string {
  const json = JSON.stringify(watermark);
  return `${json} ${checksum(json)}`.padEnd(LENGTH - 1).concat('\n');
}

function parse(text: string): Watermark | null {
  const match = /^(\{.*\}) ([0-9a-f]{16}) *\n?$/.exec(text);
  if (match?.[1] === undefined || match[2] !== checksum(match[1])) return null;
  try {
    return watermarkSchema.safeParse(JSON.parse(match[1])).data ?? null;
  } catch {
    // Whoever can write there can write its checksum as well.
    return null;
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
