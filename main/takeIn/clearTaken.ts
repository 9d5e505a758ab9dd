import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { flushFolder } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { type AsideFolder, takenFolders } from '../vault/asideFolders.ts';
import { openIn, readAside } from './readAside.ts';

/** What is kept is the evidence of damage, and the trail with its key. */
const REMOVED =
  /^(?:(?:draft|pin|settings)\.json|store\.mark|outbox-\d+\.(?:journal|snapshot)(?:\.new)?)$/;

/**
 * Removes what is left in folders that were taken in, once their names are durable; what the disk refuses now, the next
 * start does. One in which a save waits that is not known stays whole, and is told. `now`: ms since 1970.
 */
export async function clearTaken(
  folder: string,
  now: number,
  isKnown: (save: Save) => boolean,
): Promise<StoreWarning[]> {
  const warnings: StoreWarning[] = [];
  const clear = async (taken: AsideFolder) => {
    const content = await readAside(taken.path, now);
    if (content === null) return;
    const lost = openIn(content).filter((save) => !isKnown(save)).length;
    if (lost > 0) warnings.push(waitsIn(taken, lost));
    else await removeSealed(taken.path);
  };
  const clearAll = async () => {
    const found = await takenFolders(folder);
    if (found.length > 0) await flushFolder(folder);
    for (const taken of found) await isDone(clear(taken));
  };
  await isDone(clearAll());
  return warnings;
}

/** So many of its saves wait in it. */
export function waitsIn({ name }: AsideFolder, count: number): StoreWarning {
  const day = name.slice('aside-'.length, 'aside-0000-00-00'.length);
  return { code: 'store.key-unreadable', detail: `${count} · ${day}` };
}

async function removeSealed(path: string): Promise<void> {
  const names = await readdir(path);
  for (const name of names.filter((one) => REMOVED.test(one))) await unlink(join(path, name));
}
