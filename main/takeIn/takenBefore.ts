import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isThere } from '../files/isThere.ts';
import { type AsideFolder, takenName } from '../vault/asideFolders.ts';
import { KEY_FILE } from '../vault/keyFile.ts';

/**
 * Whether a folder was taken in before: what is left of it then, its key always, lies under its other name beside it. So
 * somebody, or a backup, has put it there again: what was in it may have been sent, and forgotten. A tool may have given either
 * of the two names other letters. Throws what the disk throws.
 */
export async function wasTakenBefore({
  name,
  path,
}: Pick<AsideFolder, 'name' | 'path'>): Promise<boolean> {
  const folder = dirname(path);
  const taken = takenName(name).toUpperCase();
  const left = (await readdir(folder)).filter((one) => one.toUpperCase() === taken);
  return left.some((one) => isThere(join(folder, one, KEY_FILE)));
}
