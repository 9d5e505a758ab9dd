import { join } from 'node:path';
import { isThere } from '../files/isThere.ts';
import { type AsideFolder, takenName } from '../vault/asideFolders.ts';
import { KEY_FILE } from '../vault/keyFile.ts';

/**
 * Whether a folder was taken in before: what is left of it then, its key always, lies under its other name beside it. So
 * somebody, or a backup, has put it there again: what was in it may have been sent, and forgotten.
 */
export function wasTakenBefore({ path }: Pick<AsideFolder, 'path'>): boolean {
  return isThere(join(takenName(path), KEY_FILE));
}
