import { consentSchema } from '../../app/consent/consent.ts';
import { believedDay } from '../../app/member/believedDay.ts';
import { inDoubtSince, mayHaveLeft } from '../../app/outbox/doubt.ts';
import { hold } from '../../app/outbox/hold.ts';
import { isAmong } from '../../app/outbox/misdated.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { recover } from '../../app/outbox/transitions.ts';
import { asOfLostLines, lastChange } from '../../main/journal/lostChanges.ts';
import { type MovedCheck, type MovedProblem, movedCheck } from '../../main/outbox/checkMoved.ts';
import { type Moved, type MovedQueue, movedSchema } from '../../main/outbox/movedQueue.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { openWords, withSealedWords } from '../../main/outbox/sealedWords.ts';
import { openIn } from '../../main/takeIn/readAside.ts';
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
  misdatedIn,
  passedBy,
  passedWithin,
} from './passed.ts';
import type { ReadFolder } from './readFolder.ts';

/** What stays in the folder, and why. Nothing in it is personal. */
export interface Staying {
  /** Of which queue: empty for the data folder itself. */
  folder: string;
  slip: string;
  why: 'does not open' | 'is being erased' | MovedProblem | 'shape';
}

export interface Gathered {
  queue: MovedQueue;
  staying: Staying[];
  /** Which folders something is taken from. */
  from: ReadonlySet<ReadFolder>;
}

interface Found {
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
 * Everything that waits or is held, in order, as an import takes it. Under one id the latest folder counts, whatever has
 * become of it there. `now`: ms since 1970.
 */
export function gather(
  opened: OpenedFolders,
  { exportedAt, now }: { exportedAt: number; now: number },
): Gathered {
  const { vault } = opened;
  const found = findOpen(opened, { exportedAt, now });
  const passed = new Set(found.filter((one) => one.isPassed).map(({ save }) => save.requestId));
  const bodies = new Map(found.map(({ save, body }) => [save.requestId, body]));
  const people = new Map(found.map(({ save, person }) => [save.requestId, person]));
  const books = opened.folders.map(({ content }) => new SaveBook(new Map(content.saves)));
  const packed = packQueue({
    saves: {
      ofPerson: (key) => books.flatMap((book) => book.ofPerson(key)),
      isBelieved: () => true,
      queue: { personOf: ({ requestId }) => people.get(requestId) ?? '' },
      unfinished: () => found.map(({ save }) => save),
      originalOf: ({ correctionOf }) => findIn(opened.folders, correctionOf),
    },
    contents: {
      openBody: ({ requestId }) => bodies.get(requestId) ?? null,
      openWords: (save) => openWords(vault, save),
    },
    permissions: { passed: () => (save) => passed.has(save.requestId) },
    numbers: {
      misdated: () => isAmong(opened.folders.flatMap((folder) => misdatedIn(folder, now))),
    },
    // That is where it comes from.
    lending: { asOnDisk: (save) => save },
    time: () => exportedAt,
  });
  const movedOf = new Map(packed.requestIds.map((id, at) => [id, packed.queue.saves[at]]));
  const check = movedCheck(believedDay(now));
  const [saves, staying]: [Moved[], Staying[]] = [[], []];
  const from = new Set<ReadFolder>();
  for (const { folder, save, isErased } of found) {
    const moved = movedOf.get(save.requestId);
    const closed = isErased ? 'is being erased' : 'does not open';
    const why = moved === undefined ? closed : problemOf(save, moved, check);
    if (moved !== undefined && why === null) {
      saves.push(moved);
      from.add(folder);
    } else
      staying.push({
        folder: folder.name,
        slip: slipNumber(save.sequence),
        why: why ?? 'shape',
      });
  }
  return { queue: { exportedAt, saves }, staying, from };
}

function findIn(folders: readonly ReadFolder[], requestId: string | null): Save | undefined {
  return folders.flatMap(({ content }) => content.saves.get(requestId ?? '') ?? [])[0];
}

/** What is open of each folder, oldest first: what was set aside was made before all that came after it. */
function findOpen(
  { folders, later, vault, isErased, erasedAt }: OpenedFolders,
  { exportedAt, now }: { exportedAt: number; now: number },
): Found[] {
  const known = new Set(later.flatMap(({ content }) => [...content.saves.keys()]));
  const personOf = bodiesOfPerson(folders, (save) => readableBody(vault, save));
  const all: Found[][] = [];
  for (const [at, folder] of folders.entries()) {
    const behind = [...later, ...folders.slice(0, at)];
    const hasPassed = passedBy(behind);
    const isCorrected = correctedIn(behind);
    const isJoinedBefore = joinedBefore(folders.slice(at + 1));
    const isJoined = joinedUnseenBy(behind, folder, (save) => readableBody(vault, save));
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
      if (known.has(read.requestId)) continue;
      known.add(read.requestId);
      if (read.state === 'accepted' || read.state === 'discarded') continue;
      const left = recover(withSealedWords(vault, read), exportedAt);
      const save = asOfLostLines(left, folder.warnings, now);
      const isTheirs = isErased(folder, read);
      const body = isTheirs ? null : openBody(vault, save);
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
  return all.flat();
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
function readableBody(vault: OpenedFolders['vault'], save: Save): string | null {
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

/** Why no till would take it out of the file, or null. One such save and the whole file is refused. */
function problemOf(save: Save, moved: Moved, check: MovedCheck): Staying['why'] | null {
  if (!consentSchema.safeParse(save.consent).success) return 'consent';
  if (!movedSchema.safeParse(moved).success) return 'shape';
  const problem = check(moved);
  if (problem !== null) return problem;
  const { requestId, origin } = readBody(moved.body);
  if (requestId !== save.requestId) return 'id';
  return (save.brandId ?? origin.brandId) === origin.brandId ? null : 'body';
}
