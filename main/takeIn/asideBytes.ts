import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IS_READ } from './ownLetters.ts';

/**
 * How long all the files are that a start reads in a folder that was set aside (bytes): its store, its trail, and the small ones,
 * of which the record of an erasing may be long. What cannot be looked at is told by whoever reads it.
 */
export async function asideBytes(path: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(path).catch((): string[] => [])) {
    if (!IS_READ.test(name)) continue;
    const stats = await lstat(join(path, name)).catch(() => null);
    bytes += stats?.isFile() ? stats.size : 0;
  }
  return bytes;
}
