import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../disk/disk.ts';
import { encodeHeader, encodeTrailer } from './header.ts';
import { encodeLine } from './journalLine.ts';
import { encodePut } from './saveCodec.ts';
import { storeFileName, storeFiles } from './storeFiles.ts';

/** Lines per turn of the event loop: under a millisecond, so that nobody at the counter waits. */
const LINES_A_TURN = 100;

/** Flushed in pieces of this size (bytes), so that no single flush holds up the journal's own. */
const FLUSH_EVERY = 512 * 1024;

export interface SnapshotOptions {
  disk: Disk;
  folder: string;
  /** The number of the journal that goes on behind this snapshot. */
  generation: number;
  /** The number of the last change, and the highest sequence, when that journal began. */
  after: number;
  lastSequence: number;
  /**
   * Acknowledged saves only. May change while it is read: later changes stand in the journal too, and
   * a change that is applied twice gives the same state.
   */
  saves: ReadonlyMap<string, Save>;
  /** How many saves there were when the journal began: newer ones, at the end of the map, are in it. */
  count: number;
}

/** Writes a snapshot beside the store, flushes it, and gives it its name. Returns its size in bytes. */
export async function writeSnapshot(options: SnapshotOptions): Promise<number> {
  const { disk, folder, generation, after, lastSequence, saves, count } = options;
  const path = join(folder, storeFileName(generation, 'snapshot'));
  const beside = `${path}.new`;
  const file = await disk.open(beside, 'create');
  let position = 0;
  let unflushed = 0;
  const write = async (text: string) => {
    const bytes = Buffer.from(text);
    await file.write(bytes, position);
    position += bytes.length;
    unflushed += bytes.length;
    if (unflushed < FLUSH_EVERY) return;
    await file.datasync();
    unflushed = 0;
  };
  try {
    await write(encodeLine(encodeHeader('snapshot', generation, after, lastSequence)));
    let lines = 0;
    let batch = '';
    for (const save of saves.values()) {
      if (lines === count) break;
      batch += encodeLine(encodePut(after, save, false));
      lines += 1;
      if (lines % LINES_A_TURN !== 0) continue;
      await write(batch);
      batch = '';
      await nextTurn();
    }
    await write(batch + encodeLine(encodeTrailer(lines)));
    await file.datasync();
  } catch (error) {
    await file.close().catch(() => undefined);
    await disk.remove(beside).catch(() => undefined);
    throw error;
  }
  await file.close();
  await disk.rename(beside, path);
  await disk.flushFolder(folder);
  return position;
}

/** Removes what a snapshot has made superfluous, and what an interrupted compaction left behind. */
export async function removeOlder(disk: Disk, folder: string, generation: number): Promise<void> {
  const names = await disk.list(folder);
  for (const file of storeFiles(names)) {
    if (file.generation < generation) await disk.remove(join(folder, file.name));
  }
  for (const name of names) {
    if (/^outbox-\d+\.snapshot\.new$/.test(name)) await disk.remove(join(folder, name));
  }
  await disk.flushFolder(folder);
}
