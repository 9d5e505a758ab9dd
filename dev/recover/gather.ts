import { consentSchema } from '../../app/consent/consent.ts';
import { believedDay } from '../../app/member/believedDay.ts';
import { isAmong } from '../../app/outbox/misdated.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { type MovedCheck, type MovedProblem, movedCheck } from '../../main/outbox/checkMoved.ts';
import { type Moved, type MovedQueue, movedSchema } from '../../main/outbox/movedQueue.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { openWords } from '../../main/outbox/sealedWords.ts';
import { openBody } from '../../main/vault/sealedBody.ts';
import { findOpen } from './findOpen.ts';
import type { OpenedFolders } from './openFolders.ts';
import { misdatedIn } from './passed.ts';
import type { ReadFolder } from './readFolder.ts';

/** What stays in the folder, and why. Nothing in it is personal. */
export interface Staying {
  /** Of which queue: empty for the data folder itself. */
  folder: string;
  slip: string;
  why:
    | 'does not open'
    | 'opens with the key of another folder'
    | 'is being erased'
    | 'another save has its id'
    | MovedProblem
    | 'shape';
}

export interface Gathered {
  queue: MovedQueue;
  staying: Staying[];
  /** Which folders something is taken from. */
  from: ReadonlySet<ReadFolder>;
  /** What of the queue was set aside. */
  setAside: ReadonlySet<Moved>;
}

/**
 * Everything that waits or is held, in order, as an import takes it. Under one id the latest folder counts, whatever has
 * become of it there; an earlier one that is surely another stays, and is told. `now`: ms since 1970.
 */
export function gather(
  opened: OpenedFolders,
  { exportedAt, now }: { exportedAt: number; now: number },
): Gathered {
  const { found, beside } = findOpen(opened, { exportedAt, now });
  const passed = new Set(found.filter((one) => one.isPassed).map(({ save }) => save.requestId));
  const foundOf = new Map(found.map((one) => [one.save.requestId, one]));
  const books = opened.folders.map(({ content }) => new SaveBook(new Map(content.saves)));
  const packed = packQueue({
    saves: {
      ofPerson: (key) => books.flatMap((book) => book.ofPerson(key)),
      isBelieved: () => true,
      queue: { personOf: ({ requestId }) => foundOf.get(requestId)?.person ?? '' },
      unfinished: () => found.map(({ save }) => save),
      originalOf: ({ correctionOf }) => findIn(opened.folders, correctionOf),
    },
    contents: {
      openBody: ({ requestId }) => foundOf.get(requestId)?.body ?? null,
      openWords: (save) => {
        const folder = foundOf.get(save.requestId)?.folder;
        return folder === undefined ? null : openWords(folder.vault, save);
      },
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
  const saves: Moved[] = [];
  const staying: Staying[] = beside.map(({ folder, save }) => ({
    folder: folder.name,
    slip: slipNumber(save.sequence),
    why: 'another save has its id',
  }));
  const from = new Set<ReadFolder>();
  const setAside = new Set<Moved>();
  for (const { folder, save, isErased } of found) {
    const moved = movedOf.get(save.requestId);
    const closed = isErased ? 'is being erased' : whyClosed(save, folder, opened);
    const why = moved === undefined ? closed : problemOf(save, moved, check);
    if (moved !== undefined && why === null) {
      saves.push(moved);
      from.add(folder);
      if (folder.isSetAside) setAside.add(moved);
    } else
      staying.push({
        folder: folder.name,
        slip: slipNumber(save.sequence),
        why: why ?? 'shape',
      });
  }
  return { queue: { exportedAt, saves }, staying, from, setAside };
}

/** Lines were put into this folder, or a key's file into one of the two: nobody knows which of them is whose. */
function whyClosed(save: Save, folder: ReadFolder, { folders, later }: OpenedFolders) {
  const others = [...later, ...folders].filter((one) => one !== folder);
  const isElsewhere = others.some(({ vault }) => openBody(vault, save) !== null);
  return isElsewhere ? 'opens with the key of another folder' : 'does not open';
}

function findIn(folders: readonly ReadFolder[], requestId: string | null): Save | undefined {
  return folders.flatMap(({ content }) => content.saves.get(requestId ?? '') ?? [])[0];
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
