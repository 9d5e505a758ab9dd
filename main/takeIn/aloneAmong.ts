import { type AsideFolder, isAsideName, takenTime } from '../vault/asideFolders.ts';
import type { WaitingAside } from './waitingAside.ts';

/**
 * The names of those that are the only one of their till's in which anything came to lie: no other waits, opened or not, that
 * ever had a save, and none that was set aside later has come back before. Nobody knows here who was erased in those, or whom
 * they knew to be one person. `names`: all of the data folder, which is listed once, however many lie in it.
 */
export function aloneAmong(
  names: readonly string[],
  folders: readonly Pick<AsideFolder, 'name' | 'at'>[],
  waiting: Pick<WaitingAside, 'mayHaveHeld'>,
): ReadonlySet<string> {
  const held = names.filter((name) => isAsideName(name) && waiting.mayHaveHeld(name));
  const lastTaken = names.reduce(
    (last, name) => Math.max(last, takenTime(name) ?? last),
    Number.NEGATIVE_INFINITY,
  );
  const isAlone = ({ name, at }: Pick<AsideFolder, 'name' | 'at'>) =>
    lastTaken < at && !held.some((other) => other !== name);
  return new Set(folders.filter(isAlone).map(({ name }) => name));
}
