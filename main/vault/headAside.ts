import { lstat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { claimedTurn, HEAD_BYTES } from '../audit/trailHead.ts';
import { flushFolder, patiently, readStartIfThere, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';

/** The head of the trail in a folder: in the data folder where the place beside it takes none, and in one that was set aside. */
export const HEAD_FILE = 'audit.head';

/**
 * The head of the trail beside a data folder goes with the trail into `aside`, unless a later one lies there: since then
 * the place beside the folder took none. Where it cannot go the copy is enough; under another key it says nothing. A crash
 * at any moment leaves it in one place at least; then it is to be done again. Throws what the disk throws in `aside`.
 */
export async function setHeadAside(beside: string, aside: string): Promise<void> {
  const content = await headIn(beside);
  if (content === null) return;
  const copy = join(aside, HEAD_FILE);
  const there = await headIn(copy);
  if (there === null || claimedTurn(content) > claimedTurn(there)) await replaceFile(copy, content);
  await isDone(patiently(() => unlink(beside)));
  // Where the folder cannot be opened to be flushed, a power cut may bring the old name back: the copy is there all the same.
  await isDone(flushFolder(dirname(beside)));
}

/** Null where no plain file is that can be read: a folder or a link in its place says nothing, and stays. What stands behind a head is no part of it. */
async function headIn(path: string): Promise<Buffer | null> {
  const isFile = await lstat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  return isFile ? readStartIfThere(path, HEAD_BYTES).catch(() => null) : null;
}
