import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MoveFailure } from '../../app/move/moveCalls.ts';
import { idOf, inHeldFolder } from '../files/heldFolder.ts';

/** How names go on that stand beside the data folder: the watermark of the store, and the head of the audit trail. */
const BESIDE = ['.mark', '.audit'];

/** `folderId`: what the disk calls the folder, to know it again by. */
export type ExportPlace =
  | { ok: true; path: string; folderId: string }
  | { ok: false; code: MoveFailure };

/**
 * Where a new file may be made, as a path without links in its folder, or why not there: nothing that exists is
 * replaced, and nothing is put among the till's own files, whichever way the path leads to them (`..`, links, other
 * letters, a mount). `folder`: the data folder.
 */
export async function exportPlace(file: string, folder: string): Promise<ExportPlace> {
  const name = basename(file);
  const place = inHeldFolder(
    dirname(file),
    async ({ id, path: parent, at }): Promise<ExportPlace> => {
      const path = join(parent, name);
      if (await isOwnPlace(path, folder)) return { ok: false, code: 'move.inside' };
      // Also a link that leads nowhere.
      if (await isThere(join(at, name))) return { ok: false, code: 'move.exists' };
      return { ok: true, path, folderId: id };
    },
  );
  return place.catch(() => ({ ok: false, code: 'move.not-written' }));
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Null where the disk does not say, or has no such folder any more. */
export async function folderId(folder: string): Promise<string | null> {
  return idOf(folder).catch(() => null);
}

/** In the data folder, or one of the names beside it that the till writes. `path`: without links in its folder. */
export async function isOwnPlace(path: string, folder: string): Promise<boolean> {
  const name = basename(path).toLowerCase();
  const isBeside = BESIDE.some((end) => name.startsWith(`${basename(folder)}${end}`.toLowerCase()));
  if (isBeside && (await isSame(dirname(path), dirname(folder)))) return true;
  for (let above = dirname(path); ; above = dirname(above)) {
    if (await isSame(above, folder)) return true;
    if (above === dirname(above)) return false;
  }
}

/** By what the disk calls them: a path has many spellings. Where the disk does not say, they count as the same. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(folderId));
  return a === null || b === null || a === b;
}
