import { readdir } from 'node:fs/promises';
import { markedAmong } from '../../main/journal/keptMarks.ts';
import { filesOfAnotherQueue } from '../../main/journal/otherQueue.ts';
import type { StoreContent } from '../../main/journal/storeContent.ts';
import { storeFiles } from '../../main/journal/storeFiles.ts';
import { folderView } from './folderView.ts';
import { besideOwnLetters, inOwnLetters } from './ownLetters.ts';

const OF_A_STORE = /^outbox-/i;
/** What stands for another file, and what a crash has left of a snapshot that was still to be made. */
const HOLDS_NOTHING = /^outbox-\d+\.(?:journal\.kept|snapshot\.kept|snapshot\.new)$/;

/**
 * The files of a store in which somebody may wait, and that were not read: those of another queue, which a till would keep,
 * those that it has kept, and what has a name that it gives to none. Throws what the disk throws.
 */
export async function notRead(
  places: readonly [string, ...string[]],
  content: StoreContent,
): Promise<string[]> {
  const names = (await Promise.all(places.map((place) => readdir(place)))).flat();
  const own = inOwnLetters([...new Set(names)]);
  const store = new Set(storeFiles(own).map(({ name }) => name));
  const isOther = (name: string) =>
    OF_A_STORE.test(name) && !store.has(name) && !HOLDS_NOTHING.test(name);
  const others = await filesOfAnotherQueue(folderView(places, new Set()), places[0], content);
  const all = [...others, ...markedAmong(own), ...own.filter(isOther), ...besideOwnLetters(names)];
  return [...new Set(all)].sort();
}
