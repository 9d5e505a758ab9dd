import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Disk, DiskFile } from '../disk/disk.ts';
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
/** What is said of a folder, a link or a pipe in its place: no till writes one, so it says nothing. */
const NO_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'ENXIO', 'ENOTDIR']);

const number = z.int().nonnegative().max(HIGHEST);

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

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  /** The watermark, or zeros where there is none or it cannot be read. */
  async read(): Promise<Watermark> {
    const read = await readWatermark(this.#disk, this.#path).catch(() => null);
    return read ?? { lastNumber: 0, lastSequence: 0 };
  }

  /** Notes how far the store has come. Never fails: it is only a witness. */
  note(watermark: Watermark): void {
    this.#next = watermark;
    // Not at once: nobody at the counter waits for a witness.
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#writing ??= this.#write();
    }, WRITE_AFTER_MS).unref();
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#writing;
    if (this.#next !== null) await this.#write();
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
        const watermark = this.#next;
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
  const bytes = await disk.read(path, LENGTH + 1).catch((error: unknown) => {
    if (!NO_FILE.has(errorCode(error))) throw error;
    return null;
  });
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
