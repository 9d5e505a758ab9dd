import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../disk/disk.ts';
import { saveSchema } from '../outbox/saveSchema.ts';
import { writeSnapshot } from './compaction.ts';
import { keepEvidence } from './evidence.ts';
import { storeFiles } from './storeFiles.ts';

/** The files of format 1, which rewrote one JSON file at every change and kept the one before. */
const CURRENT = 'outbox.json';
const PREVIOUS = 'outbox.previous.json';
const UNFINISHED = 'outbox.next.json';

const fileSchema = z.strictObject({
  format: z.literal(1),
  checksum: z.string(),
  lastSequence: z.int().nonnegative(),
  saves: z.array(saveSchema),
});

/** A file of format 1 as saves, or null when it is damaged. Pure. */
export function parseFirstVersion(text: string): { saves: Save[]; lastSequence: number } | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const { data } = fileSchema.safeParse(json);
  if (data === undefined) return null;
  const { lastSequence, saves } = data;
  // Over the saves as they stand in the file: what is read has fields that the first version had not.
  const written = JSON.stringify([lastSequence, (json as { saves: unknown }).saves]);
  const checksum = createHash('sha256').update(written).digest('hex');
  return checksum === data.checksum ? { lastSequence, saves } : null;
}

/**
 * Takes over a store of format 1 as the first snapshot of a journal. The old files stay until the new
 * store is open; a crash at any moment leaves one of the two whole.
 */
export async function migrateFirstVersion(
  disk: Disk,
  folder: string,
  now: () => number,
  notices: StoreNotice[],
): Promise<void> {
  const names = await disk.list(folder);
  if (storeFiles(names).length > 0) return;
  for (const name of [CURRENT, PREVIOUS]) {
    const bytes = await disk.read(join(folder, name));
    if (bytes === null) continue;
    const old = parseFirstVersion(bytes.toString('utf8'));
    if (old === null) {
      await keepEvidence(disk, folder, [name], now());
      notices.push({ code: 'store.set-aside', detail: name });
      continue;
    }
    if (name === PREVIOUS) notices.push({ code: 'store.restored-previous', detail: name });
    const saves = new Map(old.saves.map((save) => [save.requestId, save]));
    const { lastSequence } = old;
    const count = saves.size;
    await writeSnapshot({ disk, folder, generation: 1, after: 0, lastSequence, saves, count });
    return;
  }
}

/** The old files, once the new store is open. */
export async function removeFirstVersion(disk: Disk, folder: string): Promise<void> {
  const names = new Set(await disk.list(folder));
  const old = [CURRENT, PREVIOUS, UNFINISHED].filter((name) => names.has(name));
  for (const name of old) await disk.remove(join(folder, name));
  if (old.length > 0) await disk.flushFolder(folder);
}
