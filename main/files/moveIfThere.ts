import { lstat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  errorCode,
  flushFolder,
  patiently,
  readIfThere,
  renamePatiently,
  replaceFile,
} from './durableFile.ts';
import { isDone } from './isDone.ts';

/**
 * Gives a short file another name, also on another disk, where no file can be renamed to. A crash at any moment leaves it
 * whole under one of both names, or under both; then it is to be done again. Throws what the disk throws.
 */
export async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await renamePatiently(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EXDEV') await copyAndRemove(from, to);
    else if (code !== 'ENOENT') throw error;
  }
}

async function copyAndRemove(from: string, to: string): Promise<void> {
  // Two disks are told before a missing file is. A folder that somebody has put there stays: it says nothing.
  const isFile = await lstat(from).then(
    (stats) => stats.isFile(),
    () => false,
  );
  const content = isFile ? await readIfThere(from) : null;
  if (content === null) return;
  await replaceFile(to, content);
  await patiently(() => unlink(from));
  // Where the folder cannot be opened to be flushed, a power cut may bring the old name back: the copy is there all the same.
  await isDone(flushFolder(dirname(from)));
}
