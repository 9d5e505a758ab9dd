import { errorCode } from '../files/durableFile.ts';
import type { QueueFiles } from './queueFiles.ts';

/** From here to there (characters) it has what is drawn for each sealing: no other file has that in it. */
const DRAWN = [128, 256] as const;

/**
 * Whose file it is that has a name: 'ours' also where it is damaged or a part alone, 'others' whatever has nothing of
 * it, 'nobodys' where there is none. What is not ours, or cannot be read, may be all that another till has left of its queue.
 */
export type Whose = 'ours' | 'others' | 'nobodys' | 'unknown';

/** Reads what has that name; `text`: what was written for it. `read`: null where that cannot be read. */
export async function lookAt(
  path: string,
  text: string,
  files: Pick<QueueFiles, 'read'>,
): Promise<{ whose: Whose; read: string | null }> {
  try {
    const read = await files.read(path);
    return { whose: read.includes(text.slice(...DRAWN)) ? 'ours' : 'others', read };
  } catch (error) {
    return { whose: errorCode(error) === 'ENOENT' ? 'nobodys' : 'unknown', read: null };
  }
}
