import { constants, realpath as walkRealPath } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A folder that somebody works in. */
export interface HeldFolder {
  /** What the disk calls it, to know it again by. */
  id: string;
  /** Its path without links, as it is now. */
  path: string;
  /** Its files are reached by this path as long as it is held, and those of no other folder, wherever its name leads by then. */
  at: string;
}

/** Whoever serves a folder may show its name as a link at any time: `ESTALE`. */
function anotherFolder(): Error {
  return Object.assign(new Error('its name leads to another folder'), { code: 'ESTALE' });
}

/**
 * Does something in a folder and in no other, however often its name is made to lead elsewhere meanwhile: it is held open,
 * and what is in it is reached through that. Only Linux can do so. Elsewhere it is looked at right before and right behind: where
 * it is another one then, this rejects with `ESTALE`, and what was done may have been done there.
 */
export async function inHeldFolder<Result>(
  folder: string,
  work: (held: HeldFolder) => Promise<Result>,
): Promise<Result> {
  if (process.platform !== 'linux') return inWatchedFolder(folder, work);
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const at = `/proc/self/fd/${handle.fd}`;
    return await work({ id: await idOf(handle), path: await realpath(at), at });
  } finally {
    await handle.close();
  }
}

/** The same in the folder that was known by this id: where its name leads to another one by now, nothing is done. */
export async function inKnownFolder<Result>(
  folder: string,
  id: string,
  work: (at: string) => Promise<Result>,
): Promise<Result> {
  return inHeldFolder(folder, async (held) => {
    if (held.id !== id) throw anotherFolder();
    return work(held.at);
  });
}

/** As `inHeldFolder`, on a system that names nothing by what is held open. */
export async function inWatchedFolder<Result>(
  folder: string,
  work: (held: HeldFolder) => Promise<Result>,
): Promise<Result> {
  const look = async () => {
    const path = await realPathOf(folder);
    return { id: await idOf(path), path, at: path };
  };
  const before = await look();
  const result = await work(before);
  const after = await look();
  if (after.id !== before.id || after.path !== before.path) throw anotherFolder();
  return result;
}

/** Not every system says it of a path of more than 260 characters; then it is walked, name by name. */
async function realPathOf(folder: string): Promise<string> {
  return realpath(folder).catch(() => promisify(walkRealPath)(folder));
}

/** What the disk calls a folder, to know it again by. No time of it: a share may give one that changes with the content. */
export async function idOf(folder: string | FileHandle): Promise<string> {
  const bigint = { bigint: true } as const;
  const { dev, ino } = await (typeof folder === 'string'
    ? stat(folder, bigint)
    : folder.stat(bigint));
  return `${dev}:${ino}`;
}
