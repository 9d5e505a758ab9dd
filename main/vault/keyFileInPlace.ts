import { lstat } from 'node:fs/promises';
import { errorCode } from '../files/durableFile.ts';
import { NewerFormatError } from '../journal/opening.ts';
import { KeyClosedError } from './dataKey.ts';
import { MOST_KEY_BYTES, readKeyFile } from './keyFile.ts';

/**
 * What has the place of the key file under a running program. `ours`: the file as it was written; `worthless`: nothing,
 * or what opens nothing and can be written over; `foreign`: what may be the only key of another queue, which somebody
 * has put into this folder, or what cannot be read, or not be written over.
 */
type InPlace = 'ours' | 'worthless' | 'foreign';

/** It belongs to somebody else: that may change, and it may hold any key. */
const NO_RIGHT: readonly string[] = ['EACCES', 'EPERM'];

/** `checks`: the check values of all keys that this program has had. Throws what the disk throws. */
export async function keyFileInPlace(
  path: string,
  bytes: Uint8Array,
  checks: ReadonlySet<string>,
): Promise<InPlace> {
  const seen = await lookAt(path);
  if (seen !== 'readable') return seen;
  try {
    const file = await readKeyFile(path);
    if (file === null) return 'worthless';
    if (file.bytes.equals(bytes)) return 'ours';
    const isKnown = file.entries.some(({ check }) => check !== null && checks.has(check));
    return isKnown ? 'worthless' : 'foreign';
  } catch (error) {
    if (error instanceof NewerFormatError) return 'foreign';
    if (error instanceof KeyClosedError) return 'worthless';
    if (NO_RIGHT.includes(errorCode(error))) return 'foreign';
    throw error;
  }
}

/** A pipe, a socket or a device is neither read nor waited for, nor is a file of any length. */
async function lookAt(path: string): Promise<'readable' | Exclude<InPlace, 'ours'>> {
  try {
    const stats = await lstat(path);
    // A link is replaced by the file, and what it leads to stays.
    if (stats.isSymbolicLink()) return 'worthless';
    return stats.isFile() && stats.size <= MOST_KEY_BYTES ? 'readable' : 'foreign';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'worthless';
    throw error;
  }
}
