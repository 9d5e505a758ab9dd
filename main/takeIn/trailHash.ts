import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MAX_TRAIL_BYTES, trailFileName, trailFiles } from '../audit/trailFiles.ts';
import { TRAIL_KINDS } from '../audit/trailLine.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';
import { isNoFile, isNothing } from '../files/diskAnswer.ts';
import { errorCode, openIfThere } from '../files/durableFile.ts';
import { BESIDE_HEAD, HEAD_FILE } from '../vault/headAside.ts';

/** The files of a trail, and its head; what Chromium or somebody else calls so is no part of it. */
const OF_A_TRAIL = /^audit(?:-(?:manager|cashier)-\d+\.trail|(?:-beside)?\.head)$/;

/** Opening a file takes as long as reading so many bytes of it. */
const BYTES_PER_FILE = 64 * 1024;

/** A trail as it was read, once. */
export interface TrailOnce {
  /** Gives what was read, whatever has become of it since: of a file that was not read whole, nothing. */
  disk: Disk;
  /** What it is known by. Throws where the disk could not read something of it for a while. */
  hash: () => string;
}

/**
 * The trail that lies in a folder: no byte of it changes any more. Whoever has the folder makes as many files as he likes, as
 * long as he likes: no more is read of all together than of one file of a trail, and of what is beyond that only the name
 * counts. Throws what the disk throws where it does not list the folder.
 */
export async function readTrailOnce(path: string): Promise<TrailOnce> {
  const names = await readdir(path);
  const files = new Map<string, FileOnce>();
  let left = MAX_TRAIL_BYTES;
  for (const name of inTurn(names)) {
    const file = left > 0 ? await readOnce(join(path, name), left) : NAME_ALONE;
    left -= BYTES_PER_FILE + (file.bytes?.length ?? 0);
    files.set(name, file);
  }
  const read: Disk['read'] = async (from, limit) => {
    const file = files.get(basename(from));
    if (file?.error !== undefined) throw file.error;
    const { bytes, size } = file ?? NO_FILE;
    if (bytes === null || size === null) return null;
    return bytes.length >= Math.min(size, limit ?? size) ? bytes.subarray(0, limit) : null;
  };
  return {
    disk: { ...realDisk, read, list: async () => [...files.keys()] },
    hash: () => hashOf(files),
  };
}

/** What the trail that lies in a folder is known by. Throws what the disk throws. */
export async function trailHash(path: string): Promise<string> {
  return (await readTrailOnce(path)).hash();
}

/** `size`: null where only its name was looked at, -1 where it is no file. */
interface FileOnce {
  size: number | null;
  /** From its beginning; null where none were read. */
  bytes: Buffer | null;
  error?: unknown;
}

const NAME_ALONE: FileOnce = { size: null, bytes: null };
const NO_FILE: FileOnce = { size: -1, bytes: null };

/** By pieces, and `limit` bytes at the most. */
async function readOnce(path: string, limit: number): Promise<FileOnce> {
  try {
    const file = await openIfThere(path);
    try {
      const stats = await file?.stat();
      if (!file || !stats?.isFile()) return NO_FILE;
      const pieces: Buffer[] = [];
      const stream = file.createReadStream({ end: limit - 1, autoClose: false });
      for await (const piece of stream) pieces.push(piece);
      return { size: stats.size, bytes: Buffer.concat(pieces) };
    } finally {
      await file?.close();
    }
  } catch (error) {
    return { ...NO_FILE, error };
  }
}

/** What has the name and is not read is no file of a trail, whatever it is: it hides nothing that was there. */
function hashOf(files: ReadonlyMap<string, FileOnce>): string {
  const hash = createHash('sha256');
  for (const [name, { size, bytes, error }] of files) {
    if (error !== undefined) nothingUnlessPassing(error);
    hash.update(size === null ? `${name}\n` : `${name} ${size}\n`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

/** What the till has written itself first: before that was set aside it was whole, so nothing else had such a name. */
function inTurn(names: readonly string[]): string[] {
  const own = new Set(
    TRAIL_KINDS.flatMap((kind) => trailFiles(names, kind).map((file) => trailFileName(kind, file))),
  );
  const isOwn = (name: string) => name === HEAD_FILE || name === BESIDE_HEAD || own.has(name);
  const all = names.filter((name) => OF_A_TRAIL.test(name)).sort();
  return [...all.filter(isOwn), ...all.filter((name) => !isOwn(name))];
}

/**
 * More than `isNoFile` has, since nothing waits for this trail but the line that misses it: whoever has the folder can have
 * these said for good of what lies there, by taking a right, by a socket or by a long name, and would hide that it is gone.
 */
const SAID_FOR_GOOD: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'ENXIO', 'ENAMETOOLONG']);

/** Null for what the disk says of what lies there; throws what passes, and what is not the disk's. */
export function nothingUnlessPassing(error: unknown): null {
  const isSaidOfIt = isNothing(error) || isNoFile(error) || SAID_FOR_GOOD.has(errorCode(error));
  if (!isSaidOfIt) throw error;
  return null;
}
