import { lstatSync } from 'node:fs';
import { errorCode } from './durableFile.ts';

/**
 * What a disk means that does not give a file. Three short lists are closed: nothing has the name, no file has it, nobody
 * will ever read it. Everything else, known or not, means that the disk does not give it now: nothing that lasts follows.
 * Nobody knows all that a system says of a share that is away or a file that a scanner has, and Windows has words for
 * which Node has none (`UNKNOWN`).
 */

/** For certain, nothing has the name. */
const NOTHING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** A folder has it, or a link, which is not followed. */
const NO_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'EMLINK']);

/** Of a socket, a pipe and a device, and in the same words of a disk that is away: so somebody has to look. */
const PERHAPS_NO_FILE: ReadonlySet<string> = new Set(['ENXIO', 'ENODEV', 'EOPNOTSUPP']);

/** Longer than any that a till has written: whoever reads short files says so himself. */
const TOO_LONG = 'EFBIG';

const BAD_SECTOR = 'EIO';

export function isNothing(error: unknown): boolean {
  return NOTHING.has(errorCode(error));
}

/** Something else has the place of the file, as it will the next time. */
export function isNoFile(error: unknown): boolean {
  const code = errorCode(error);
  if (!PERHAPS_NO_FILE.has(code)) return NO_FILE.has(code);
  const { path } = error as NodeJS.ErrnoException;
  return path !== undefined && isSomethingElse(path);
}

/** No till has written what lies there: it is no file, or a longer one than any. */
export function isNobodys(error: unknown): boolean {
  return isNoFile(error) || errorCode(error) === TOO_LONG;
}

/** Reading it again would come to the same: nobody's, or a bad sector has it. */
export function isLostForGood(error: unknown): boolean {
  return isNobodys(error) || errorCode(error) === BAD_SECTOR;
}

/** For what reading a file rejects with: null where none is, throws everything else that the disk says. */
export function nullIfNoFile(error: unknown): null {
  if (!isNothing(error) && !isNoFile(error)) throw error;
  return null;
}

/**
 * Null where nobody will ever know what it says. What the disk does not give now it throws: whoever asks waits, since a
 * doubt that this brings along would stay.
 */
export async function unlessLost<Read>(reading: Promise<Read>): Promise<Read | null> {
  try {
    return await reading;
  } catch (error) {
    if (!isLostForGood(error)) throw error;
    return null;
  }
}

function isSomethingElse(path: string): boolean {
  try {
    return !lstatSync(path).isFile();
  } catch {
    return false;
  }
}
