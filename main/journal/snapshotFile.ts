import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { encodeHeader, encodeTrailer } from './header.ts';
import { encodeLine } from './journalLine.ts';
import { encodePut } from './saveCodec.ts';
import { storeFileName } from './storeFiles.ts';

/** Lines per turn of the event loop: under a millisecond, so that nobody at the counter waits. */
const LINES_A_TURN = 100;

/** Flushed in pieces of this size (bytes), so that no single flush holds up the journal's own. */
const FLUSH_EVERY_BYTES = 512 * 1024;

const ZEROS = Buffer.alloc(64 * 1024);

/** What is acknowledged. */
export interface StoredSaves {
  values(): Iterable<Save>;
}

/** What goes into a snapshot. */
export interface SnapshotContent {
  /** The number of the last change, and the highest sequence, when the journal behind it began. */
  after: number;
  lastSequence: number;
  /**
   * Acknowledged saves only. May change while it is read: later changes stand in the journal too, and
   * a change that is applied twice gives the same state.
   */
  saves: StoredSaves;
  /** How many of them to write: newer ones, at the end of the map, are in the journal. */
  count: number;
}

/** A snapshot that is being written beside the store, into space that was reserved for it before. */
export class SnapshotFile {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #generation: number;
  readonly #file: DiskFile;
  #position = 0;
  #unflushed = 0;

  private constructor(disk: Disk, folder: string, generation: number, file: DiskFile) {
    this.#disk = disk;
    this.#folder = folder;
    this.#generation = generation;
    this.#file = file;
  }

  /** Takes the space that these saves are going to need, or nothing. `generation`: of the journal that goes on behind. */
  static async reserve(
    disk: Disk,
    folder: string,
    generation: number,
    saves: StoredSaves,
  ): Promise<SnapshotFile> {
    const bytes = await estimate(saves);
    const file = await disk.open(besidePath(folder, generation), 'create');
    const snapshot = new SnapshotFile(disk, folder, generation, file);
    try {
      while (snapshot.#position < bytes) {
        await snapshot.#write(
          ZEROS.subarray(0, Math.min(ZEROS.length, bytes - snapshot.#position)),
        );
      }
      await file.datasync();
    } catch (error) {
      await snapshot.discard();
      throw error;
    }
    snapshot.#position = 0;
    return snapshot;
  }

  /** Gives the space back. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    // Where that fails it is overwritten by the next one, or removed with what is left over.
    await this.#disk.remove(besidePath(this.#folder, this.#generation)).catch(() => undefined);
  }

  /** Writes the snapshot, flushes it, and gives it its name; what fails gives the space back. Gives its size in bytes. */
  async finish(content: SnapshotContent): Promise<number> {
    const beside = besidePath(this.#folder, this.#generation);
    try {
      await this.#writeLines(content);
      await this.#file.truncate(this.#position);
      await this.#file.datasync();
      await this.#file.close();
      await this.#disk.rename(
        beside,
        join(this.#folder, storeFileName(this.#generation, 'snapshot')),
      );
      await this.#disk.flushFolder(this.#folder);
    } catch (error) {
      await this.discard();
      throw error;
    }
    return this.#position;
  }

  async #writeLines({ after, lastSequence, saves, count }: SnapshotContent): Promise<void> {
    const header = encodeHeader('snapshot', this.#generation, after, lastSequence);
    await this.#write(Buffer.from(encodeLine(header)));
    let lines = 0;
    let batch = '';
    for (const save of saves.values()) {
      if (lines === count) break;
      batch += encodeLine(encodePut(after, save, false));
      lines += 1;
      if (lines % LINES_A_TURN !== 0) continue;
      await this.#write(Buffer.from(batch));
      batch = '';
      await nextTurn();
    }
    await this.#write(Buffer.from(batch + encodeLine(encodeTrailer(lines))));
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes, this.#position);
    this.#position += bytes.length;
    this.#unflushed += bytes.length;
    if (this.#unflushed < FLUSH_EVERY_BYTES) return;
    await this.#file.datasync();
    this.#unflushed = 0;
  }
}

function besidePath(folder: string, generation: number): string {
  return join(folder, `${storeFileName(generation, 'snapshot')}.new`);
}

/** What a line has beside its texts: checksum, ids, numbers, punctuation, escapes (bytes). */
const LINE_FRAME = 320;

const HEAD_AND_TRAILER = 512;

/** Estimating takes a fraction of what encoding does. */
const ESTIMATES_A_TURN = 5_000;

/** How long a snapshot of these saves is going to be at the most, within some tenths (bytes). */
async function estimate(saves: StoredSaves): Promise<number> {
  let bytes = HEAD_AND_TRAILER;
  let count = 0;
  for (const save of saves.values()) {
    bytes += estimatedLine(save);
    count += 1;
    if (count % ESTIMATES_A_TURN === 0) await nextTurn();
  }
  return bytes;
}

function estimatedLine(save: Save): number {
  const { sealedBody, sealedWords, identityKeys, masked, lastOutcome, app, factsKey } = save;
  let bytes = LINE_FRAME + (app?.length ?? 0) + (factsKey?.length ?? 0);
  bytes += (sealedBody?.length ?? 0) + (sealedWords?.length ?? 0);
  for (const key of identityKeys) bytes += key.length + 3;
  // Three bytes are what a Chinese character has.
  bytes += 3 * (masked.mobile.length + masked.name.length);
  if (lastOutcome !== null) bytes += 3 * JSON.stringify(lastOutcome).length;
  return bytes;
}
