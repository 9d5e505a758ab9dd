import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../disk/disk.ts';
import { AsideFiles } from './asideFiles.ts';
import type { Owed } from './compactor.ts';
import { keepEvidence } from './evidence.ts';
import { setAsideUnreleased, setFileAside } from './foreignFiles.ts';
import { FORMAT } from './header.ts';
import { filesOfAnotherQueue, lastSetAside } from './otherQueue.ts';
import type { FoundPlace, JournalPlace } from './presentJournal.ts';
import { readStore } from './readStore.ts';
import type { StoreContent } from './storeContent.ts';
import type { Watermark } from './watermark.ts';

/** The store was written by a newer version of the program. */
export class NewerFormatError extends Error {
  readonly code = 'NEWER_FORMAT';
}

/** A store as it was found, and how it goes on. */
export interface Opening {
  content: StoreContent;
  place: FoundPlace;
  owed: Owed;
  warnings: StoreWarning[];
}

export interface OpeningOptions {
  disk: Disk;
  folder: string;
  watermark: Watermark;
  /** Ms since 1970. */
  now: number;
  /** What becomes of each save before anybody knows it. */
  upgrade: (save: Save) => Save;
  /** No journal that is there goes on: another program may still write into it. */
  isFromElsewhere: boolean;
}

/**
 * Reads the store; nothing is written but copies of what is damaged, and nothing removed. Rejects with the disk's own error when a file
 * cannot be read, and with `NewerFormatError`.
 */
export async function openFiles(options: OpeningOptions): Promise<Opening> {
  const { disk, folder, watermark, now, upgrade, isFromElsewhere } = options;
  const warnings = await setAsideUnreleased(disk, folder, now);
  const aside = new AsideFiles({ disk, folder, now: () => now });
  // Where one cannot be renamed now it is when it would be removed.
  const evidence = await aside.keepMarked();
  let result = await readStore(disk, folder, watermark.lastNumber);
  while (!result.ok) {
    if ('newerFormat' in result) throw new NewerFormatError(`format ${result.newerFormat}`);
    const detail = await setFileAside(disk, folder, result.unreadable, now);
    warnings.push({ code: 'store.set-aside', detail });
    result = await readStore(disk, folder, watermark.lastNumber);
  }
  const { content } = result;
  // Nobody knows how many there are: a call takes only so many.
  for (const warning of content.warnings) warnings.push(warning);
  for (const [requestId, save] of content.saves) {
    const upgraded = upgrade(save);
    if (upgraded !== save) content.saves.set(requestId, upgraded);
  }
  for (const name of await filesOfAnotherQueue(disk, folder, content)) {
    if ((await aside.keep(name).catch((error: unknown) => error)) !== null) evidence.add(name);
  }
  for (const warning of aside.warnings) warnings.push(warning);
  for (const detail of evidence) warnings.push({ code: 'store.set-aside', detail });
  // On a full disk there is no copy, but the till starts; the warnings are told all the same.
  await keepEvidence(disk, folder, content.damaged, now).catch(() => {
    for (const name of content.damaged) evidence.add(name);
  });
  // A queue that has a snapshot has begun long ago.
  const behind = content.base === 0 ? await lastSetAside(disk, folder) : 0;
  const place = placeOf(content, { isFromElsewhere, behind, acknowledged: watermark.lastNumber });
  const owed = { ...whatIsOwed(content, place, behind), evidence };
  return { content, place, owed, warnings };
}

interface PlaceOptions {
  isFromElsewhere: boolean;
  /** The generation behind which a new queue begins. */
  behind: number;
  /** The number up to which changes are known to have been acknowledged (the watermark). */
  acknowledged: number;
}

/** The journal that is there goes on, if it is the newest and of our format; otherwise a new one begins. */
function placeOf(content: StoreContent, options: PlaceOptions): FoundPlace {
  const { isFromElsewhere, behind, acknowledged } = options;
  const { tail, base, saves, lastNumber, lastSequence, journals } = content;
  // Nothing is written into a journal that is only read.
  const unflushed = isFromElsewhere
    ? journals.map((journal) => ({ ...journal, fillers: [] }))
    : journals;
  const newest = content.files.at(-1)?.generation ?? behind;
  const isNewest = tail?.file.generation === newest && !isFromElsewhere;
  if (isNewest && tail.end > 0 && tail.format === FORMAT) {
    const beginning = { ...tail, count: saves.size };
    const goesOn = { end: tail.end, size: tail.size };
    return { generation: newest, beginning, goesOn, unflushed };
  }
  // The journal of a snapshot that a start has written which could not make it: that start would have made it later. Where
  // the second place does not know that nothing came behind the snapshot, the journal may have been lost: whoever puts it
  // back is not to find another one under its name.
  const isUnmade = base === newest && tail === null;
  const isKnown = acknowledged > 0 && acknowledged <= lastNumber;
  const isFree = isUnmade && isKnown && !isFromElsewhere && !content.needsSnapshot;
  // One that has never said anything gives its number back as well.
  const generation = isFree || (isNewest && tail.isUnborn) ? newest : newest + 1;
  const beginning = { after: lastNumber, lastSequence, count: saves.size };
  return { generation, beginning, goesOn: null, unflushed };
}

/**
 * What is unreadable was told now, and is not to be told at every start; neither is an older format to stay. With a
 * snapshot of its own a queue takes nothing of one that was set aside for the beginning of itself.
 */
function whatIsOwed(
  content: StoreContent,
  { generation, goesOn }: JournalPlace,
  behind: number,
): Omit<Owed, 'evidence'> {
  const { base, files } = content;
  const isNeeded = ({ generation: older }: { generation: number }) =>
    older >= base && older < generation;
  return {
    base,
    snapshot: base < generation && (files.some(isNeeded) || behind > 0),
    generation: content.hasErased || (content.needsSnapshot && goesOn !== null),
  };
}
