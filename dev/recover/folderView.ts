import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReadingDisk } from '../../main/disk/disk.ts';
import { realDisk } from '../../main/disk/realDisk.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { inOwnLetters, pathAsSpelled } from './ownLetters.ts';

/**
 * One data folder as the store's own reader sees it, for reading alone. A till that was killed while it set its files
 * aside has some of them in `aside-….moving`: what lies in any of `places` counts as one folder, and each file has its own
 * letters. A link or a pipe is no more of a file than a folder is; what stands in `hidden` is not there. Rejects with what
 * the disk says, and with `SameNameError`.
 */
export function folderView(places: readonly string[], hidden: ReadonlySet<string>): ReadingDisk {
  return {
    list: async () => {
      const names = await Promise.all(places.map((place) => readdir(place)));
      const own = names.flatMap(inOwnLetters);
      return [...new Set(own)].filter((name) => !hidden.has(name));
    },
    read: async (path, limit) => {
      for (const place of places) {
        const bytes = await readPlain(await pathAsSpelled(join(place, basename(path))), limit);
        if (bytes !== null) return bytes;
      }
      return null;
    },
  };
}

/** Nobody would ever end a pipe. */
async function readPlain(path: string, limit?: number): Promise<Buffer | null> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    return null;
  });
  if (stats !== null && !stats.isFile())
    throw Object.assign(new Error('this is no file'), { code: 'EISDIR' });
  return realDisk.read(path, limit);
}
