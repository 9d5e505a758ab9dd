import { join } from 'node:path';
import { realDisk } from '../disk/realDisk.ts';
import { decodeHeader, MAX_HEADER_BYTES } from '../journal/header.ts';
import { scanLines } from '../journal/journalLine.ts';
import { isNeverRead, storeFiles } from '../journal/storeFiles.ts';

/** The store is there, and nothing of it can say which. */
const UNKNOWN_FORMAT = Number.POSITIVE_INFINITY;

/**
 * The format of the newest file of a store that says it; null where there is no store. Nothing is written. Throws what the
 * disk throws where a file cannot be read now: taken for none, what the store misses would be taken for nothing.
 */
export async function formatOfStore(folder: string): Promise<number | null> {
  const files = storeFiles(await realDisk.list(folder)).reverse();
  for (const { name } of files) {
    const bytes = await readBeginning(join(folder, name));
    let format: number | null = null;
    if (bytes !== null)
      scanLines(bytes, (start, end) => {
        format ??= decodeHeader(bytes.toString('utf8', start, end))?.format ?? null;
      });
    if (format !== null) return format;
  }
  return files.length === 0 ? null : UNKNOWN_FORMAT;
}

async function readBeginning(path: string): Promise<Buffer | null> {
  try {
    return await realDisk.read(path, 2 * MAX_HEADER_BYTES);
  } catch (error) {
    if (isNeverRead(error)) return null;
    throw error;
  }
}
