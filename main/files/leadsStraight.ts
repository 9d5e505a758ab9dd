import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { HeldFolder } from './heldFolder.ts';

/**
 * Whether no name on the way to a folder that is held is a link: whoever serves a part of the way may make it one, to anywhere
 * on this PC. Asked before anything is done there.
 */
export async function leadsStraight(folder: string, held: HeldFolder): Promise<boolean> {
  // What Linux says of a folder that is held no server can turn while it is asked name by name.
  if (process.platform === 'linux') return asFound(held.path) === asFound(resolve(folder));
  // Elsewhere it has no one path: a drive letter of a share, a short name.
  return hasNoLinks(folder);
}

/** Name by name, up to the root. Rejects where one of them is not there. */
export async function hasNoLinks(folder: string): Promise<boolean> {
  for (let path = resolve(folder); dirname(path) !== path; path = dirname(path))
    if ((await lstat(path)).isSymbolicLink()) return false;
  return true;
}

/** A share that does not tell capitals apart may have been asked for it in others first. */
function asFound(path: string): string {
  return path.normalize().toLowerCase();
}
