import { MOST_READ_BYTES, storeBytes } from '../journal/storeBytes.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';
import { changedAt } from './changedAt.ts';

/**
 * The names of those that are read. The one that was set aside last, or made, is one of them in any case: however many
 * somebody has put there before, they keep no queue that goes aside at a start from coming back at the same one. Of the
 * others the shortest come first: whatever lies beside them, one alone keeps none from being read. What cannot be looked at is
 * told by whoever reads it. `most`: default: `MOST_READ_BYTES`. `bytesOf`: how much of each is read, of one that was taken in the
 * store.
 */
export async function foldersWithinReach(
  folders: readonly AsideFolder[],
  bytesOf = storeBytes,
  most = MOST_READ_BYTES,
): Promise<ReadonlySet<string>> {
  const sized: Sized[] = [];
  for (const { name, path } of folders)
    sized.push({ name, bytes: await bytesOf(path), changedAt: await changedAt(path) });
  sized.sort((one, other) => other.changedAt - one.changedAt);
  const [last, ...others] = sized;
  others.sort((one, other) => one.bytes - other.bytes);
  const names = new Set(last !== undefined && last.bytes <= most ? [last.name] : []);
  let left = most;
  for (const { name, bytes } of others) {
    if (bytes > left) break;
    left -= bytes;
    names.add(name);
  }
  return names;
}

interface Sized {
  name: string;
  bytes: number;
  /** As `changedAt` has it. */
  changedAt: number;
}
