import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { storeFiles } from './storeFiles.ts';

/**
 * So much of what was set aside is read (bytes): several times what any till has ever set aside.
 * A file of nothing but holes costs no room on the disk, and each start the time of its whole length; and of one full of short
 * lines each byte takes more than four of the program's memory: no till had room for a gigabyte of them.
 */
export const MOST_READ_BYTES = 256 * 1024 ** 2;

/** How long the files of the store in a folder are (bytes). What cannot be looked at is told by whoever reads it. */
export async function storeBytes(path: string): Promise<number> {
  let bytes = 0;
  for (const { name } of storeFiles(await readdir(path).catch(() => []))) {
    const stats = await lstat(join(path, name)).catch(() => null);
    bytes += stats?.isFile() ? stats.size : 0;
  }
  return bytes;
}
