import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Save } from '../../app/outbox/save.ts';
import type { Totals } from '../totals/totals.ts';
import { type AsideFolder, takenName } from '../vault/asideFolders.ts';
import { KEY_FILE } from '../vault/keyFile.ts';

/**
 * Whether a folder was taken in before: what is left of it then, its key always, lies under its other name beside it. So
 * somebody, or a backup, has put it there again: what was in it may have been sent, and forgotten. A tool may have given any
 * of these names other letters. Throws what the disk throws.
 */
export async function wasTakenBefore({
  name,
  path,
}: Pick<AsideFolder, 'name' | 'path'>): Promise<boolean> {
  const folder = dirname(path);
  const taken = takenName(name).toUpperCase();
  for (const one of await readdir(folder)) {
    if (one.toUpperCase() !== taken) continue;
    const names = await readdir(join(folder, one)).catch((): string[] => []);
    if (names.some((left) => left.toUpperCase() === KEY_FILE.toUpperCase())) return true;
  }
  return false;
}

/**
 * What is left of it may be gone as well. A number that was counted here when its save was forgotten is of one that has come out of
 * the folder before: what waits in it has numbers in front of all that were given since.
 */
export function wasForgotten(
  waiting: readonly Pick<Save, 'sequence'>[],
  totals: Pick<Totals, 'lastUncounted'>,
): boolean {
  return waiting.some(({ sequence }) => totals.lastUncounted(sequence) < sequence);
}
