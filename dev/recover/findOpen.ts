import { hold } from '../../app/outbox/hold.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { recover } from '../../app/outbox/transitions.ts';
import { asOfLostLines } from '../../main/journal/lostChanges.ts';
import { withSealedWords } from '../../main/outbox/sealedWords.ts';
import { isOpen } from '../../main/takeIn/readAside.ts';
import { openBody } from '../../main/vault/sealedBody.ts';
import type { OpenedFolders } from './openFolders.ts';
import { joinedBefore, namesOfPeople, passedWithin } from './passed.ts';
import type { ReadFolder } from './readFolder.ts';
import { isOtherUnderId, type Known, wasNeverSent } from './sameId.ts';

export interface Found {
  folder: ReadFolder;
  save: Save;
  /** Null where it does not open, or is not to be. */
  body: string | null;
  isErased: boolean;
  /** It waits for somebody, and nobody but the manager is to let it go. */
  isPassed: boolean;
  /** The name of whose it is, as all queues together tell. */
  person: string;
}

/**
 * What is open of each folder, oldest first: what was set aside was made before all that came after it. `beside`: what waits
 * under an id that a later queue has given to something else.
 */
export function findOpen(
  { folders, later, isErased, erasingLost }: OpenedFolders,
  { exportedAt, now }: { exportedAt: number; now: number },
): { found: Found[]; beside: Known[] } {
  const known = new Map<string, Known>();
  for (const folder of later)
    for (const [id, save] of folder.content.saves)
      if (!known.has(id)) known.set(id, { folder, save });
  const beside: Known[] = [];
  const personOf = namesOfPeople(folders, readableBody);
  const all: Found[][] = [];
  for (const [at, folder] of folders.entries()) {
    const isJoinedBefore = joinedBefore(folders.slice(at + 1));
    const wasPassed = passedWithin(folder);
    const own: Found[] = [];
    for (const read of folder.content.saves.values()) {
      const counting = known.get(read.requestId);
      const isOther = isOpen(read) && isOtherUnderId(counting, readableBody(folder, read));
      if (isOther && !wasNeverSent(counting)) beside.push({ folder, save: read });
      if (counting !== undefined && !(isOther && wasNeverSent(counting))) continue;
      known.set(read.requestId, { folder, save: read });
      if (!isOpen(read)) continue;
      const left = recover(withSealedWords(folder.vault, read), exportedAt);
      const save = asOfLostLines(left, folder.warnings, now);
      const isTheirs = isErased(folder, read);
      const body = isTheirs ? null : openBody(folder.vault, save);
      // What has passed it may have left from a queue that lacks its end, or whose key nobody has, or from another till.
      const mayStay = folder.isSetAside || erasingLost.has(folder);
      const isLate = mayStay || (body !== null && isReadable(body, isJoinedBefore));
      const isPassed = isLate || (save.state === 'held' && wasPassed(save));
      const found = isLate && save.state === 'pending' ? hold(save, 'late-import', now) : save;
      const person = personOf(folder, read);
      own.push({ folder, body, isErased: isTheirs, isPassed, person, save: found });
    }
    all.unshift(own.sort((one, other) => compareSaves(one.save, other.save)));
  }
  return { found: all.flat(), beside };
}

/** Null where none opens, or it is no form's. */
function readableBody({ vault }: ReadFolder, save: Save): string | null {
  const body = openBody(vault, save);
  const isForm = (text: string) => readBody(text).origin !== undefined;
  return body !== null && isReadable(body, isForm) ? body : null;
}

function isReadable(body: string, test: (body: string) => boolean): boolean {
  try {
    return test(body);
  } catch {
    return false;
  }
}
