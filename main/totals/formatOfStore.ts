import { join } from 'node:path';
import { realDisk } from '../disk/realDisk.ts';
import { decodeHeader, MAX_HEADER_BYTES } from '../journal/header.ts';
import { scanLines } from '../journal/journalLine.ts';
import { storeFiles } from '../journal/storeFiles.ts';

/** The format of the newest file of a store that says it; null where none does. Nothing is written. */
export async function formatOfStore(folder: string): Promise<number | null> {
  for (const { name } of storeFiles(await realDisk.list(folder)).reverse()) {
    // What cannot be read is told by whoever opens the store.
    const bytes = await realDisk.read(join(folder, name), 2 * MAX_HEADER_BYTES).catch(() => null);
    let format: number | null = null;
    if (bytes !== null)
      scanLines(bytes, (start, end) => {
        format ??= decodeHeader(bytes.toString('utf8', start, end))?.format ?? null;
      });
    if (format !== null) return format;
  }
  return null;
}
