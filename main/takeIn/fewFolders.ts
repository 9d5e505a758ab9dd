import { randomInt } from 'node:crypto';
import type { AsideFolder } from '../vault/asideFolders.ts';
import { changedAt } from './changedAt.ts';

/** So many folders a start looks into: several times what any till has ever set aside. */
export const MOST_LOOKED_INTO = 256;

/**
 * Those that a start looks into, in the order in which they are given. The one that was set aside last, or made, is one of them: a
 * queue that goes aside at a start comes back at the same one. Of the others chance decides: whatever names and times somebody gives
 * to ever so many, each comes in its turn. `most`: default: `MOST_LOOKED_INTO`.
 */
export async function fewOf(
  folders: readonly AsideFolder[],
  most = MOST_LOOKED_INTO,
): Promise<readonly AsideFolder[]> {
  if (folders.length <= most) return folders;
  const times = await Promise.all(folders.map(({ path }) => changedAt(path)));
  const latest = times.reduce((last, time, at) => (time > (times[last] ?? 0) ? at : last), 0);
  const chosen = new Set([latest]);
  while (chosen.size < most) chosen.add(randomInt(folders.length));
  return folders.filter((_, at) => chosen.has(at));
}
