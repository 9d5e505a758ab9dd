import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file below `root` unless it has this text already: then nothing that watches it wakes up. */
export async function writeIfOther(root: string, file: string, text: string): Promise<boolean> {
  const path = join(root, file);
  const there = await readFile(path, 'utf8').catch(() => undefined);
  if (there === text) return false;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return true;
}
