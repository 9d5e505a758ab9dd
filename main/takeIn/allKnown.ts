import { join } from 'node:path';
import { removeIfThere } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { isThere } from '../files/isThere.ts';
import { replaceAnything } from '../files/replaceAnything.ts';
import { takenFolders } from '../vault/asideFolders.ts';

/**
 * Once every save in it is known here. From then on what is left of it may go whenever the disk lets it: a save that was
 * sent is forgotten after its days, and would be taken for one that waits there. It says so of the store of then: where that
 * has lost anything since, what it knew may lie here alone.
 */
export const CLEAR_MARK = 'all-known.json';

/** Behind the name of a folder, beside it: its mark counts for nothing, and could not be removed. */
const DOUBTED = '.doubted';

/** Whether the folder at `path`, with these `names` in it, says that every save in it was known here. */
export function isSaidKnown(path: string, names: readonly string[]): boolean {
  return names.includes(CLEAR_MARK) && !isThere(path + DOUBTED);
}

/** The mark that lies in it now was made since. Throws what the disk throws. */
export function believeAnew(path: string): Promise<void> {
  return removeIfThere(path + DOUBTED);
}

/**
 * The mark in it counts for nothing any more. Where it cannot be removed (nobody may open the folder, or a folder has its
 * name), a note beside it says so: nobody waits for that folder. Throws what the disk throws.
 */
export async function forgetKnown(path: string): Promise<void> {
  if (await isDone(removeIfThere(join(path, CLEAR_MARK)))) return;
  await replaceAnything(path + DOUBTED, '');
}

/**
 * The store of here had lost something by then, which no later start finds once more: what the marks say of it counts for
 * nothing. Throws what the disk throws.
 */
export async function forgetAllKnown(folder: string): Promise<void> {
  for (const { path } of await takenFolders(folder)) await forgetKnown(path);
}
