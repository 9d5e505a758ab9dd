import { createHash, type Hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_TRAIL_BYTES, trailFileName, trailFiles } from '../audit/trailFiles.ts';
import { TRAIL_KINDS } from '../audit/trailLine.ts';
import { isNoFile, isNothing } from '../files/diskAnswer.ts';
import { errorCode, openIfThere } from '../files/durableFile.ts';
import { BESIDE_HEAD, HEAD_FILE } from '../vault/headAside.ts';

/** The files of a trail, and its head; what Chromium or somebody else calls so is no part of it. */
const OF_A_TRAIL = /^audit(?:-(?:manager|cashier)-\d+\.trail|(?:-beside)?\.head)$/;

/** Opening a file takes as long as reading so many bytes of it. */
const BYTES_PER_FILE = 64 * 1024;

/**
 * What the trail that lies in a folder is known by: no byte of it changes any more. Whoever has the folder makes as many
 * files as he likes, as long as he likes: no more is read of all together than of one file of a trail, and of what is
 * beyond that only the name counts. Throws what the disk throws.
 */
export async function trailHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  let left = MAX_TRAIL_BYTES;
  for (const name of inTurn(await readdir(path))) {
    if (left > 0) left -= BYTES_PER_FILE + (await addFile(hash, name, join(path, name), left));
    else hash.update(`${name}\n`);
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
 * By pieces, and `limit` bytes at the most; gives how many. What has the name and is not read is no file of a trail,
 * whatever it is: it hides nothing that was there.
 */
async function addFile(hash: Hash, name: string, path: string, limit: number): Promise<number> {
  const file = await openIfThere(path).catch(nothingUnlessPassing);
  try {
    const stats = await file?.stat();
    hash.update(`${name} ${stats?.isFile() ? stats.size : -1}\n`);
    if (!file || !stats?.isFile()) return 0;
    let bytes = 0;
    for await (const piece of file.createReadStream({ end: limit - 1, autoClose: false })) {
      hash.update(piece);
      bytes += piece.length;
    }
    return bytes;
  } finally {
    await file?.close();
  }
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
