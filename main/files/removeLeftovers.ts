import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './durableFile.ts';

/** What `replaceFile` writes beside these files of the data folder; its name goes with the rename. */
const LEFTOVER =
  /^(?:bulk|diagnostics|draft|erasure|health|key|outages|pin|recovered|settings|text-size|totals|window|words)\.json\.[0-9a-f]{8}\.new$/;

/** A file that stays where it is, and the file system's own error code. */
export interface Leftover {
  name: string;
  code: string;
}

/**
 * Removes what a kill or a power cut in the middle of a replacement has left in the data folder; a
 * draft's may be personal. Each goes on its own, and none that cannot go stops anybody: what is left is
 * given back, to be told. To be called while nothing is written there yet: the lock of the single
 * instance keeps every other process away. The journal's own files are the journal's to tidy.
 */
export async function removeLeftovers(folder: string): Promise<Leftover[]> {
  const names = await readdir(folder).catch(() => []);
  const removed = names
    .filter((name) => LEFTOVER.test(name))
    .sort()
    .map(async (name): Promise<Leftover[]> => {
      try {
        await unlink(join(folder, name));
        return [];
      } catch (error) {
        return [{ name, code: errorCode(error) }];
      }
    });
  return (await Promise.all(removed)).flat();
}
