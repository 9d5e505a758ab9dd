import { lstat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { claimedTurn, HEAD_BYTES } from '../audit/trailHead.ts';
import { isNothing } from '../files/diskAnswer.ts';
import {
  errorCode,
  flushFolder,
  patiently,
  readStartIfThere,
  replaceFile,
} from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { moveIfThere } from '../files/moveIfThere.ts';

/** The head of the trail in a folder: in the data folder where the place beside it takes none, and in one that was set aside. */
export const HEAD_FILE = 'audit.head';

/** In a folder that was set aside: the one that lay beside the data folder, where nobody could compare the two. */
export const BESIDE_HEAD = 'audit-beside.head';

/**
 * The head of the trail beside a data folder goes with the trail into `aside`, unless a later one lies there: since then
 * the place beside the folder took none. Where it cannot go the copy is enough; under another key it says nothing. Where one
 * of them cannot be read now, both go along as they are: without its head no trail vouches for what waits. A crash at any
 * moment leaves it in one place at least; then it is to be done again. Throws what the disk throws in `aside`, and where a
 * head can neither be read nor moved.
 */
export async function setHeadAside(beside: string, aside: string): Promise<void> {
  const content = await headIn(beside);
  if (content === null) return;
  const copy = join(aside, HEAD_FILE);
  const there = await headIn(copy);
  if (content === 'unread' || there === 'unread')
    await moveIfThere(beside, join(aside, BESIDE_HEAD));
  else {
    if (there === null || claimedTurn(content) > claimedTurn(there))
      await replaceFile(copy, content);
    await isDone(patiently(() => unlink(beside)));
  }
  // Where the folder cannot be opened to be flushed, a power cut may bring the old name back: the copy is there all the same.
  await isDone(flushFolder(dirname(beside)));
}

/**
 * Null where no plain file is: a folder or a link in its place says nothing, and stays. What the disk does not give now may
 * be any. What stands behind a head is no part of it.
 */
async function headIn(path: string): Promise<Buffer | 'unread' | null> {
  try {
    const stats = await patiently(() => lstat(path));
    return stats.isFile() ? await readStartIfThere(path, HEAD_BYTES) : null;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return isNothing(error) ? null : 'unread';
  }
}
