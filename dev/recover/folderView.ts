import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReadingDisk } from '../../main/disk/disk.ts';
import { realDisk } from '../../main/disk/realDisk.ts';

/**
 * One data folder as the store's own reader sees it, for reading alone. A till that was killed while it set its files
 * aside has some of them in `aside-….moving`: what lies in any of `places` counts as one folder. Links, pipes and
 * folders are not read, whatever their name, nor is what stands in `hidden`. Rejects with what the disk says.
 */
export function folderView(places: readonly string[], hidden: ReadonlySet<string>): ReadingDisk {
  return {
    list: async () => {
      const names = await Promise.all(places.map((place) => plainFiles(place)));
      return [...new Set(names.flat())].filter((name) => !hidden.has(name));
    },
    read: async (path) => {
      for (const place of places) {
        const bytes = await realDisk.read(join(place, basename(path)));
        if (bytes !== null) return bytes;
      }
      return null;
    },
  };
}

async function plainFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const stats = await Promise.all(names.map((name) => lstat(join(folder, name))));
  return names.filter((_, at) => stats[at]?.isFile());
}
