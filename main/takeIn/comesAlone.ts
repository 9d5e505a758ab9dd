import { readdir } from 'node:fs/promises';
import { type AsideFolder, isAsideName, takenTime } from '../vault/asideFolders.ts';
import type { WaitingAside } from './waitingAside.ts';

/**
 * Whether a folder is the only one of its till's in which anything came to lie: no other waits, opened or not, that ever had
 * a save, and none that was set aside later has come back before. Nobody knows here who was erased in those, or whom they
 * knew to be one person. Throws what the disk throws.
 */
export async function comesAlone(
  folder: string,
  { name, at }: Pick<AsideFolder, 'name' | 'at'>,
  waiting: Pick<WaitingAside, 'mayHaveHeld'>,
): Promise<boolean> {
  const others = (await readdir(folder)).filter((other) => other !== name);
  return !others.some((other) => {
    const taken = takenTime(other);
    return taken === null ? isAsideName(other) && waiting.mayHaveHeld(other) : taken >= at;
  });
}
