import { readFile, rename, writeFile } from 'node:fs/promises';

/**
 * Puts a file in the place of another under a running till. That one may have it open from its first line on, and
 * Windows gives no open file's name away: there, its content is replaced.
 */
export async function putInPlace(from: string, to: string): Promise<void> {
  const isPut = await rename(from, to).then(
    () => true,
    () => false,
  );
  if (!isPut) await writeFile(to, await readFile(from));
}
