import { randomBytes } from 'node:crypto';
import { type link, lstat, realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SaveFileFailure } from '../../app/saved/savedFile.ts';
import {
  errorCode,
  flushFolder,
  readShortIfThere,
  renamePatiently,
  writeFlushed,
} from '../files/durableFile.ts';
import { isOwnPlace } from '../move/exportPlace.ts';
import { giveName } from '../move/queueFiles.ts';

/** Where a file may be saved, and whether one is there, which the system's dialog has asked about. */
export type SavedPlace =
  | { ok: true; path: string; isTaken: boolean }
  | { ok: false; code: SaveFileFailure };

/** What is saved: its parts, one after the other. */
export type SavedParts = readonly (string | Uint8Array)[];

/** What saving a file of the manager's choice asks of the disk. */
export interface SavedFiles {
  /** `folder`: the data folder, in which nothing is ever saved, whichever way the path leads there. */
  place(file: string, folder: string): Promise<SavedPlace>;
  /**
   * Written beside its name, flushed, named: what was there stays whole until then, and is replaced only with
   * `mayReplace`. Null where it is saved.
   */
  write(path: string, parts: SavedParts, mayReplace: boolean): Promise<SaveFileFailure | null>;
}

export const savedFiles: SavedFiles = {
  place: async (file, folder) => {
    const parent = await realpath(dirname(file)).catch(() => null);
    if (parent === null) return { ok: false, code: 'file.not-written' };
    const path = join(parent, basename(file));
    if (await isOwnPlace(path, folder)) return { ok: false, code: 'file.inside' };
    const there = await lstat(path).catch(() => null);
    // A folder has no content that a file could replace.
    if (there?.isDirectory()) return { ok: false, code: 'file.not-written' };
    return { ok: true, path, isTaken: there !== null };
  },

  write: (path, parts, mayReplace) => writeSaved(path, parts, mayReplace),
};

/** As `SavedFiles.write`. */
export async function writeSaved(
  path: string,
  parts: SavedParts,
  mayReplace: boolean,
  linkOnce?: typeof link,
): Promise<SaveFileFailure | null> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  try {
    // For this user alone: it may name people.
    await writeFlushed(beside, parts);
    if (mayReplace) {
      await renamePatiently(beside, path);
      await flushFolder(dirname(path));
    } else await giveName(beside, path, parts, linkOnce);
    return null;
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    if (errorCode(error) !== 'EEXIST') return 'file.not-written';
    // A share may lose its answer to the naming, and say to the second asking that the name is taken: by this file.
    return (await hasContent(path, parts)) ? null : 'file.exists';
  }
}

/** Whether exactly this is what has the name; what cannot be read is not. */
async function hasContent(path: string, parts: SavedParts): Promise<boolean> {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const read = await readShortIfThere(path, content.length).catch(() => null);
  return read?.equals(content) ?? false;
}
