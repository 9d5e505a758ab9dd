import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';
import { asideName } from './foreignFiles.ts';

/**
 * Copies files in which something is unreadable, with the time in their name, before they are used on. One copy
 * of each is enough: a till that is started again and again does not fill its disk with them.
 */
export async function keepEvidence(
  disk: Disk,
  folder: string,
  damaged: ReadonlySet<string>,
  now: number,
): Promise<void> {
  if (damaged.size === 0) return;
  const names = await disk.list(folder);
  for (const name of damaged) {
    if (names.some((one) => one.startsWith(`${name}.unreadable-`))) continue;
    const bytes = await disk.read(join(folder, name));
    if (bytes !== null) await keepCopy(disk, join(folder, asideName(name, now)), bytes);
  }
  await disk.flushFolder(folder);
}

/** What is nothing but zeros is a hole in the copy, as it may be in the file: somebody can make a file of any length of them. */
const ZEROS = Buffer.alloc(64 * 1024);

async function keepCopy(disk: Disk, path: string, bytes: Buffer): Promise<void> {
  const copy = await disk.open(path, 'create');
  try {
    for (let at = 0; at < bytes.length; at += ZEROS.length) {
      const part = bytes.subarray(at, at + ZEROS.length);
      if (!part.equals(ZEROS.subarray(0, part.length))) await copy.write(part, at);
    }
    await copy.truncate(bytes.length);
    await copy.datasync();
  } catch (error) {
    // Half a copy would only take the space that the queue needs.
    await copy.close().catch(() => undefined);
    await disk.remove(path).catch(() => undefined);
    throw error;
  }
  await copy.close();
}
