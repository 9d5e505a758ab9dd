import { lstat } from 'node:fs/promises';
import { replaceFile } from './durableFile.ts';
import { setAside } from './setAside.ts';

/**
 * `replaceFile` of a small file that no start puts in order: a folder that has taken its name would keep it for good, and
 * goes aside with what is in it. Throws the file system's own error.
 */
export async function replaceAnything(path: string, content: string): Promise<void> {
  try {
    await replaceFile(path, content);
  } catch (error) {
    // Windows says of a folder what it says of a file that somebody holds.
    const there = await lstat(path).catch(() => null);
    if (there?.isDirectory() !== true) throw error;
    await setAside(path, Date.now());
    await replaceFile(path, content);
  }
}
