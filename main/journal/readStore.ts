import type { Save } from '../../app/outbox/save.ts';
import type { ReadingDisk } from '../disk/disk.ts';
import { printOf } from './filePrint.ts';
import { fillersFor, type Gap } from './gaps.ts';
import {
  decodeHeader,
  decodeTrailer,
  FORMAT,
  HEADER_TAG,
  type Header,
  MAX_HEADER_BYTES,
  OLDEST_FORMAT,
  TRAILER_TAG,
} from './header.ts';
import { scanLines } from './journalLine.ts';
import { markedAmong } from './keptMarks.ts';
import { keptSize } from './keptSize.ts';
import { isNextBehind } from './nextJournal.ts';
import { isReachable } from './reachable.ts';
import { type Change, decodeChange, decodeSave, isBodilessAt } from './saveCodec.ts';
import type { ReadResult, StoreContent } from './storeContent.ts';
import { outOfReach, readStoreFile, type StoreFile, storeFiles } from './storeFiles.ts';

/** Where the last word on a save stands. */
interface Place {
  bytes: Buffer;
  jsonStart: number;
  end: number;
  sequence: number;
}

interface Reading extends StoreContent {
  /** The same map as `saves` while reading: where the last word on each save stands. */
  lastWords: Map<string, Place>;
  /** The header of the file that was read last. */
  header: Header | null;
}

/**
 * Reads the newest snapshot and every journal from its number on. Nothing is thrown away in silence:
 * what is no line, and every change whose number is missing, becomes a warning. What is marked for another queue's is not
 * read. `acknowledged`: the
 * number up to which changes are known to have been acknowledged (the watermark).
 */
export async function readStore(
  disk: ReadingDisk,
  folder: string,
  acknowledged: number,
): Promise<ReadResult> {
  const names = await disk.list(folder);
  const marked = markedAmong(names);
  const files = storeFiles(names).filter(({ name }) => !marked.has(name));
  const beyond = outOfReach(files);
  if (beyond !== null) return { ok: false, unreadable: beyond.name };
  const [start, before] = files.filter((file) => file.kind === 'snapshot').reverse();
  const read = (from: StoreFile | undefined, among: StoreFile[]) =>
    readFrom(from, among, { disk, folder, acknowledged });
  const result = await read(start, files);
  if (!result.ok) return result;
  if (start === undefined || !result.content.damaged.has(start.name))
    return (await readAround(result.content, before, read)) ?? result;
  // Only a crash, or somebody else, leaves anything in front of a snapshot.
  const older = files.filter(({ generation }) => generation < start.generation);
  if (older.length === 0) return result;
  const earlier = await read(before, files);
  const least = Math.max(acknowledged, result.content.lastNumber);
  if (!earlier.ok || !hasAll(earlier.content, least)) {
    for (const { name } of older) result.content.damaged.add(name);
    return result;
  }
  earlier.content.damaged.add(start.name);
  earlier.content.needsSnapshot = true;
  earlier.content.warnings.push({ code: 'store.torn-tail', detail: `${start.name}: 0` });
  return earlier;
}

/**
 * Files of another queue that were put between those of one look like the newer ones. Where what lies in front of them and
 * what lies behind goes on without them, that is the queue. Null where it does not.
 */
async function readAround(
  { brokenAt, base, files }: StoreContent,
  before: StoreFile | undefined,
  read: (from: StoreFile | undefined, among: StoreFile[]) => Promise<ReadResult>,
): Promise<ReadResult | null> {
  if (brokenAt === null) return null;
  const isBetween = ({ generation }: StoreFile) => generation >= base && generation < brokenAt;
  const others = files.filter((file) => !isBetween(file));
  if (!others.some(({ generation }) => generation < base)) return null;
  const result = await read(before, others);
  if (!result.ok || result.content.brokenAt !== null || hasLost(result.content)) return null;
  const foreign = files.filter(isBetween).map(({ name }) => name);
  return { ok: true, content: { ...result.content, files, foreign, needsSnapshot: true } };
}

/** Whether what was read is all that there ever was: otherwise it might bring back what was erased since. */
function hasAll(content: StoreContent, least: number): boolean {
  return content.lastNumber >= least && !hasLost(content);
}

function hasLost({ warnings }: StoreContent): boolean {
  return warnings.some(({ code }) => code === 'store.lines-lost');
}

async function readFrom(
  start: StoreFile | undefined,
  files: StoreFile[],
  { disk, folder, acknowledged }: { disk: ReadingDisk; folder: string; acknowledged: number },
): Promise<ReadResult> {
  const journals = files.filter(
    (file) => file.kind === 'journal' && file.generation >= (start?.generation ?? 0),
  );
  const saves = new Map<string, Save>();
  const content: Reading = {
    saves,
    lastWords: saves as unknown as Map<string, Place>,
    lastNumber: 0,
    lastSequence: 0,
    files,
    tail: null,
    journals: [],
    prints: new Map(),
    base: start?.generation ?? 0,
    warnings: [],
    damaged: new Set(),
    needsSnapshot: false,
    hasErased: false,
    brokenAt: null,
    foreign: [],
    header: null,
  };
  if (start !== undefined) {
    const refused = await readSnapshot(disk, folder, start, content);
    if (refused !== null) return refused;
  }
  for (const journal of journals) {
    const refused = await readJournal(disk, folder, journal, acknowledged, content);
    if (refused !== null) return refused;
  }
  parseLastWords(content);
  return { ok: true, content };
}

type Refused = Exclude<ReadResult, { ok: true }>;

/** Null for a format that is read. */
function refuseFormat(format: number, file: StoreFile): Refused | null {
  if (format > FORMAT) return { ok: false, newerFormat: format };
  return format < OLDEST_FORMAT ? { ok: false, unreadable: file.name } : null;
}

async function readSnapshot(
  disk: ReadingDisk,
  folder: string,
  file: StoreFile,
  content: Reading,
): Promise<Refused | null> {
  const bytes = await readStoreFile(disk, folder, file);
  if (bytes === null) return { ok: false, unreadable: file.name };
  notePrint(content, file, bytes);
  let lines = 0;
  let promised: number | null = null;
  let refused: Refused | null = null;
  /** Whole lines that no till has written. */
  let strange = 0;
  const { damage } = scanLines(bytes, (start, end) => {
    const tag = bytes[start];
    const header = tag === HEADER_TAG ? decodeHeader(bytes.toString('latin1', start, end)) : null;
    const trailer =
      tag === TRAILER_TAG ? decodeTrailer(bytes.toString('latin1', start, end)) : null;
    if (header !== null) {
      refused = refuseFormat(header.format, file);
      if (header.format < FORMAT) content.needsSnapshot = true;
      if (!isBelieved(header, content)) {
        strange += 1;
        return;
      }
      content.header = header;
      content.lastNumber = header.after;
      content.lastSequence = header.lastSequence;
    } else if (trailer !== null) promised = trailer.lines;
    else if (takeChange(bytes, start, end, content) !== null) lines += 1;
    else strange += 1;
  });
  if (refused !== null) return refused;
  const missing = promised === null ? null : promised - lines;
  if (damage.length + strange > 0 || missing !== 0)
    report(content, file, Math.max(missing ?? damage.length, strange));
  return null;
}

async function readJournal(
  disk: ReadingDisk,
  folder: string,
  file: StoreFile,
  acknowledged: number,
  content: Reading,
): Promise<Refused | null> {
  const bytes = await readStoreFile(disk, folder, file);
  if (bytes === null) return { ok: false, unreadable: file.name };
  notePrint(content, file, bytes);
  let refused: Refused | null = null;
  let after = content.lastNumber;
  let lastSequence = content.lastSequence;
  let hasHeader = false;
  let hasChanges = false;
  // Where the header is unreadable, the lines are taken for ours.
  let format = FORMAT;
  /** Changes that are known to be missing: their numbers are skipped. */
  let lost = 0;
  /** The same within the last flush, which may never have been finished or acknowledged. */
  let unsure = 0;
  /** Where these stand; also those that are known to be lost since, of which the journal is told as damaged. */
  const gaps: Gap[] = [];
  /** Whole lines that no till has written. */
  let strange = 0;
  let previousEnd = 0;
  const { end, damage } = scanLines(bytes, (start, end) => {
    const from = previousEnd;
    previousEnd = end;
    const header =
      bytes[start] === HEADER_TAG ? decodeHeader(bytes.toString('latin1', start, end)) : null;
    if (header !== null) {
      format = header.format;
      refused = refuseFormat(format, file);
      if (!isBelieved(header, content)) {
        strange += 1;
        return;
      }
      hasHeader = true;
      const { lastNumber, lastSequence: reached } = content;
      if (!isNextBehind(content.header, { after: lastNumber, lastSequence: reached }, header))
        content.brokenAt = file.generation;
      content.header = header;
      lost += Math.max(0, header.after - content.lastNumber);
      content.lastNumber = Math.max(content.lastNumber, header.after);
      content.lastSequence = Math.max(content.lastSequence, header.lastSequence);
      after = content.lastNumber;
      lastSequence = content.lastSequence;
      return;
    }
    const before = content.lastNumber;
    const change = takeChange(bytes, start, end, content);
    if (change === null) {
      strange += 1;
      return;
    }
    hasChanges = true;
    const missing = Math.max(0, change.number - before - 1);
    if (change.isFirstOfFlush) {
      // A flush only begins when the one before it is finished: what is missing there was on disk.
      lost += unsure + missing;
      unsure = 0;
    } else if (before < acknowledged) lost += missing;
    else if (missing > 0) {
      unsure += missing;
      gaps.push({ first: before + 1, count: missing, from, to: start });
    }
  });
  if (refused !== null) return refused;
  // What stands torn at the end was never acknowledged; if it was, the watermark tells.
  const torn = damage.at(-1)?.to === end ? damage.pop() : undefined;
  // A journal's name can be on disk before its first line: then it says nothing and lost nothing.
  const isUnborn = !hasHeader && end === 0;
  // Nothing stands behind a first line that was never finished: it is flushed before any other.
  const isOnlyTorn = torn !== undefined && (torn.from > 0 || torn.to <= MAX_HEADER_BYTES);
  const isHeaderLost = !hasHeader && !isUnborn && !isOnlyTorn;
  const isDamaged = lost > 0 || isHeaderLost || damage.length > unsure || strange > 0;
  if (isDamaged) {
    report(content, file, Math.max(lost, damage.length, strange, torn === undefined ? 0 : 1));
  }
  if ((torn !== undefined && !isHeaderLost) || unsure > 0) {
    const detail = `${file.name}: ${(torn?.to ?? 0) - (torn?.from ?? 0)}`;
    content.warnings.push({ code: 'store.torn-tail', detail });
  }
  if (unsure > 0) content.needsSnapshot = true;
  if (format < FORMAT) content.needsSnapshot = true;
  const saysTo = torn?.from ?? end;
  const goesOn = { end: saysTo, size: keptSize(bytes.length, saysTo, end), format };
  content.tail = { file, ...goesOn, isUnborn, after, lastSequence };
  // A journal takes its first change when the last flush of those in front of it is finished: no gap there is a torn one.
  if (hasChanges) content.journals = content.journals.map(({ name }) => ({ name, fillers: [] }));
  // What is told as damage stays as it is.
  const fillers = isDamaged || !hasHeader ? [] : fillersFor(gaps, damage);
  content.journals.push({ name: file.name, fillers });
  return null;
}

/** Made beside the reading, of what it reads: nobody has put another file there meanwhile. */
function notePrint(content: Reading, { name }: StoreFile, bytes: Buffer): void {
  const print = printOf(bytes);
  // Whoever asks for it hears of it.
  print.catch(() => undefined);
  content.prints.set(name, print);
}

/** Whether what was read in front of this header may have come as far as it says. */
function isBelieved({ after, lastSequence }: Header, content: Reading): boolean {
  return isReachable(after, content.lastNumber) && isReachable(lastSequence, content.lastSequence);
}

/**
 * Notes a change as the last word on its save; parsing waits until all words are known. Null for a line that no till has
 * written.
 */
function takeChange(bytes: Buffer, start: number, end: number, content: Reading): Change | null {
  const change = decodeChange(bytes, start, end);
  if (change === null || !isReachable(change.number, content.lastNumber)) return null;
  if (!isReachable(change.sequence, content.lastSequence)) return null;
  content.lastNumber = Math.max(content.lastNumber, change.number);
  content.lastSequence = Math.max(content.lastSequence, change.sequence);
  const { requestId, kind, isBodiless, jsonStart, sequence } = change;
  const before = content.lastWords.get(requestId);
  const hadBody = before !== undefined && !isBodilessAt(before);
  if (hadBody && (kind === 'erase' || isBodiless)) content.hasErased = true;
  if (kind === 'erase') content.lastWords.delete(requestId);
  else content.lastWords.set(requestId, { bytes, jsonStart, end, sequence });
  return change;
}

/** Puts the saves themselves in place of where they stand: one map of 100,000 keys is enough. */
function parseLastWords(content: Reading): void {
  const { lastWords } = content;
  let unreadable = 0;
  for (const [requestId, place] of lastWords) {
    const { bytes, jsonStart, sequence, end } = place;
    const save = decodeSave(bytes, { requestId, sequence, jsonStart }, end);
    if (save !== null) content.saves.set(requestId, save);
    else {
      lastWords.delete(requestId);
      unreadable += 1;
    }
  }
  if (unreadable > 0) {
    content.warnings.push({ code: 'store.lines-lost', detail: `shape: ${unreadable}` });
    content.needsSnapshot = true;
    for (const { name } of content.files) content.damaged.add(name);
  }
}

/** True when a change takes away a body that stands in an earlier line. */
export function isErased(before: Save | undefined, after: Save | undefined): boolean {
  if (before === undefined || before.sealedBody === null) return false;
  return after === undefined || after.sealedBody === null;
}

function report(content: Reading, file: StoreFile, lines: number): void {
  content.damaged.add(file.name);
  content.needsSnapshot = true;
  content.warnings.push({ code: 'store.lines-lost', detail: `${file.name}: ${lines}` });
}
