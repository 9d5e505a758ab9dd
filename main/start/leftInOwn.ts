import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { isNothing } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { openIn, readAside } from '../takeIn/readAside.ts';
import { ownFolder, SHARED } from './usualFolder.ts';

/** As support finds it, and without the user's name. */
const OWN_IN_WORDS = '%LOCALAPPDATA%\\Tillside\\data';

interface Folders {
  shared: string;
  own: string;
}

/**
 * What a till that works in the PC's shared queue has to tell of this user's own one, which was the till's before somebody
 * made the shared one: what waits there nobody sends. Nothing is written: one program alone sends a save, and that is the
 * one that has its folder. `now`: ms since 1970.
 */
export async function leftInOwn(
  folder: string,
  now: number,
  { shared, own }: Folders = { shared: SHARED, own: ownFolder() },
): Promise<StoreWarning[]> {
  if (folder.toLowerCase() !== shared.toLowerCase()) return [];
  const left = await openAt(own, now);
  return left === 0 ? [] : [{ code: 'queue.left-in-own', detail: `${left}: ${OWN_IN_WORDS}` }];
}

/** How many wait or are held there; `?` where that cannot be read: nobody knows that there are none. */
async function openAt(own: string, now: number): Promise<number | '?'> {
  try {
    const store = await readAside(own, now);
    return store === null ? '?' : openIn(store).length;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return isNothing(error) ? 0 : '?';
  }
}
