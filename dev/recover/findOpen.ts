import { inDoubtSince, mayHaveLeft } from '../../app/outbox/doubt.ts';
import { hold } from '../../app/outbox/hold.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { recover } from '../../app/outbox/transitions.ts';
import { asOfLostLines, lastChange } from '../../main/journal/lostChanges.ts';
import { withSealedWords } from '../../main/outbox/sealedWords.ts';
import { isOpen, openIn } from '../../main/takeIn/readAside.ts';
import { wasForgotten } from '../../main/takeIn/takenBefore.ts';
import { openBody } from '../../main/vault/sealedBody.ts';
import { isBehind } from './exportTime.ts';
import { forgottenSince } from './forgottenSince.ts';
import type { OpenedFolders } from './openFolders.ts';
import {
  bodiesOfPerson,
  correctedIn,
  joinedBefore,
  joinedUnseenBy,
  passedBy,
  passedWithin,
} from './passed.ts';
import type { ReadFolder } from './readFolder.ts';
import { isOtherUnderId, type Known, wasNeverSent } from './sameId.ts';

export interface Found {
  folder: ReadFolder;
  save: Save;
  /** Null where it does not open, or is not to be. */
  body: string | null;
  isErased: boolean;
  /** It is held, and a later save of the same person has passed it. */
  isPassed: boolean;
  /** The name of whose it is, as all queues together tell. */
  person: string;
}

/**
 * What is open of each folder, oldest first: what was set aside was made before all that came after it. `beside`: what waits
 * under an id that a later queue has given to something else.
 */
export function findOpen(
  { folders, later, isErased, erasedAt }: OpenedFolders,
  { exportedAt, now }: { exportedAt: number; now: number },
): { found: Found[]; beside: Known[] } {
  const known = new Map<string, Known>();
  for (const folder of later)
    for (const [id, save] of folder.content.saves)
      if (!known.has(id)) known.set(id, { folder, save });
  const beside: Known[] = [];
  const personOf = bodiesOfPerson(folders, readableBody);
  const all: Found[][] = [];
  for (const [at, folder] of folders.entries()) {
    const behind = [...later, ...folders.slice(0, at)];
    const hasPassed = passedBy(behind);
    const isCorrected = correctedIn(behind);
    const isJoinedBefore = joinedBefore(folders.slice(at + 1));
    const isJoined = joinedUnseenBy(behind, folder, (save) => readableBody(folder, save));
    const wasPassed = passedWithin(folder);
    const open = openIn(folder.content);
    // What was left of it then may be gone as well: a later queue has counted what it has forgotten.
    const isPutBack =
      folder.isPutBack || behind.some(({ forgotten }) => wasForgotten(open, forgotten));
    const takenAt = isPutBack ? folder.setAsideAt : null;
    const wasErasedSince = behind.some((one) => erasedAt(one) > (folder.setAsideAt ?? now));
    const isUnknown = wasErasedSince || forgottenSince(behind, folder, folders.slice(at + 1));
    /** By the name of each: somebody may have ever so many saves. */
    const passedPeople = new Map<string, boolean>();
    const isPersonPassed = (one: Save) => {
      const { person, bodies } = personOf(folder, one);
      const isKnown = passedPeople.get(person) ?? bodies.some(hasPassed);
      passedPeople.set(person, isKnown);
      return isKnown;
    };
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
      const sent = takenAt === null ? save : mayHaveLeft(save, takenAt, now);
      const lent = at === 0 ? sent : inDoubt(sent, folder, now);
      const mayBeOlder = (text: string) => hasPassed(text) || isJoinedBefore(text);
      const isOvertaken =
        isUnknown ||
        isCorrected(read) ||
        (body !== null && (isReadable(body, mayBeOlder) || isPersonPassed(read) || isJoined(read)));
      const isLate = isOvertaken && lent.state === 'pending';
      const isPassed = lent.state === 'held' && (isOvertaken || wasPassed(lent));
      const found = isLate ? hold(lent, 'late-import', now) : lent;
      const { person } = personOf(folder, read);
      own.push({ folder, body, isErased: isTheirs, isPassed, person, save: found });
    }
    all.unshift(own.sort((one, other) => compareSaves(one.save, other.save)));
  }
  return { found: all.flat(), beside };
}

/**
 * A queue that was set aside may have been recovered already, and where its watermark does not say that nothing is missing of
 * it, it may have been sent; that of the named folder dates the whole file.
 */
function inDoubt(read: Save, folder: ReadFolder, now: number): Save {
  const { record, acknowledged, content } = folder;
  const isNewest = acknowledged !== null && !isBehind(folder);
  const save = isNewest ? read : mayHaveLeft(read, lastChange(content.saves.values()), now);
  if (record === null) return save;
  return inDoubtSince(save, record.at);
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
