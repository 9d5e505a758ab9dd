import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isDone } from '../files/isDone.ts';

const STORE_OR_TRAIL = String.raw`outbox-\d+\.(?:journal|snapshot)|audit-(?:manager|cashier)-\d+\.trail|audit\.head|store\.mark`;

/** What the till reads in a folder that was set aside, in whatever letters. */
export const IS_READ = new RegExp(
  `^(?:(?:computer|erasure|key|pin|reached|recovered|settings|totals|words)\\.json|${STORE_OR_TRAIL})$`,
  'i',
);

/** The same, and what is only removed of it once everything in it is known. */
const HAS_OWN_NAME = new RegExp(`^(?:[a-z]+\\.json|${STORE_OR_TRAIL})$`, 'i');

/**
 * What a tool has given other letters in a folder that was set aside gets its own name again: nobody would read it, nor tell of
 * whoever waits in it. False where the disk keeps one as it is, or two would have one name: nobody knows which of them it is of.
 * What only stands beside a file of that name stays.
 */
export async function hasOwnLetters(path: string): Promise<boolean> {
  // What cannot be listed is told by whoever reads it.
  const names = new Set(await readdir(path).catch((): string[] => []));
  const others = [...names].filter(
    (one) => HAS_OWN_NAME.test(one) && !names.has(one.toLowerCase()),
  );
  if (new Set(others.map((one) => one.toLowerCase())).size < others.length) return false;
  // Without patience: whoever has put ever so many there keeps no till closed, and the next start tries again.
  for (const name of others)
    if (!(await isDone(rename(join(path, name), join(path, name.toLowerCase()))))) return false;
  return true;
}
