import { randomBytes } from 'node:crypto';
import { type link, lstat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SaveFileFailure } from '../../app/saved/savedFile.ts';
import {
  errorCode,
  flushFolder,
  readShortIfThere,
  renamePatiently,
  writeFlushed,
} from '../files/durableFile.ts';
import { inHeldFolder, inKnownFolder } from '../files/heldFolder.ts';
import { isOwnPlace } from '../move/exportPlace.ts';
import { giveNameUnflushed } from '../move/queueFiles.ts';

/** Where a file may be saved, and whether one is there, which the system's dialog has asked about. */
export type SavedPlace =
  | { ok: true; path: string; folderId: string; isTaken: boolean }
  | { ok: false; code: SaveFileFailure };

/** What is saved: its parts, one after the other. */
export type SavedParts = readonly (string | Uint8Array)[];

/** What saving a file of the manager's choice asks of the disk. */
export interface SavedFiles {
  /** `folder`: the data folder, in which nothing is ever saved, whichever way the path leads there. */
  place(file: string, folder: string): Promise<SavedPlace>;
  /**
   * Written beside its name, flushed, named: what was there stays whole until then, and is replaced only with
   * `mayReplace`. In the folder that `place` found (`folderId`), and in no other that its name leads to by then. Null where it is
   * saved.
   */
  write(
    path: string,
    parts: SavedParts,
    mayReplace: boolean,
    folderId: string,
  ): Promise<SaveFileFailure | null>;
}

export const savedFiles: SavedFiles = {
  place: (file, folder) => {
    const name = basename(file);
    const place = inHeldFolder(
      dirname(file),
      async ({ id, path: parent, at }): Promise<SavedPlace> => {
        const path = join(parent, name);
        if (await isOwnPlace(path, folder)) return { ok: false, code: 'file.inside' };
        const there = await lstat(join(at, name)).catch(() => null);
        // A folder has no content that a file could replace.
        if (there?.isDirectory()) return { ok: false, code: 'file.not-written' };
        return { ok: true, path, folderId: id, isTaken: there !== null };
      },
    );
    return place.catch(() => ({ ok: false, code: 'file.not-written' }));
  },

  write: (path, parts, mayReplace, known) =>
    inKnownFolder(dirname(path), known, (at) =>
      writeSaved(join(at, basename(path)), parts, mayReplace),
    ).catch(() => 'file.not-written'),
};

/** As `SavedFiles.write`, in whichever folder the path leads to. */
export async function writeSaved(
  path: string,
  parts: SavedParts,
  mayReplace: boolean,
  linkOnce?: typeof link,
  flush = flushFolder,
): Promise<SaveFileFailure | null> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    // For this user alone: it may name people.
    await writeFlushed(beside, parts);
    if (mayReplace) await renamePatiently(beside, path);
    else await giveNameUnflushed(beside, path, parts, linkOnce);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    // A share may lose its answer to the naming, and say to the second asking that the name is taken: by this file. Or what
    // was written beside it does not go, or not by us. Told as not saved, it would lie there and nobody know of it.
    if (!(await hasContent(path, parts)))
      return errorCode(error) === 'EEXIST' ? 'file.exists' : 'file.not-written';
  }
  // What reads as whole may be in the memory of this PC alone: of a pulled stick. A disk tells its failure once, so it is asked
  // once.
  return flush(dirname(path)).then(
    () => null,
    () => 'file.not-written',
  );
}

/** Whether exactly this is what has the name; what cannot be read is not. */
async function hasContent(path: string, parts: SavedParts): Promise<boolean> {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const read = await readShortIfThere(path, content.length).catch(() => null);
  return read?.equals(content) ?? false;
}
