import { errorCode } from '../files/durableFile.ts';
import { NewerFormatError } from '../journal/opening.ts';
import { KeyClosedError } from './dataKey.ts';
import { readKeyFile } from './keyFile.ts';

/**
 * What has the place of the key file under a running program. `ours`: the file as it was written; `worthless`: nothing,
 * or what opens nothing and can be written over; `foreign`: what may be the only key of another queue, which somebody
 * has put into this folder, or what cannot be written over (a folder).
 */
type InPlace = 'ours' | 'worthless' | 'foreign';

/** `checks`: the check values of all keys that this program has had. Throws what the disk throws. */
export async function keyFileInPlace(
  path: string,
  bytes: Uint8Array,
  checks: ReadonlySet<string>,
): Promise<InPlace> {
  try {
    const file = await readKeyFile(path);
    if (file === null) return 'worthless';
    if (file.bytes.equals(bytes)) return 'ours';
    const isKnown = file.entries.some(({ check }) => check !== null && checks.has(check));
    return isKnown ? 'worthless' : 'foreign';
  } catch (error) {
    if (error instanceof NewerFormatError) return 'foreign';
    if (error instanceof KeyClosedError) return 'worthless';
    const code = errorCode(error);
    if (code === 'EISDIR') return 'foreign';
    // A link is replaced by the file, and what it leads to stays.
    if (code === 'ELOOP') return 'worthless';
    throw error;
  }
}
