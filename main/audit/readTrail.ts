import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import type { AuditLine } from './auditEntry.ts';
import { type ChainReading, type ReadLine, readChain } from './readChain.ts';
import type { Remembered } from './remembered.ts';
import { type ChainHead, type FoundHead, type HeadPlaces, TrailHeadFile } from './trailHead.ts';
import { type Mac, TRAIL_KINDS, type TrailKind } from './trailLine.ts';

/** What is found of a head, and of no trail at all. */
const HEAD_MISSING = 'its head is missing';
const ALL_LINES_MISSING = 'its head is missing, and all lines of the manager';
const COPY_MISSING = 'a copy of its head is missing';
export const ALL_MISSING = 'all of it is missing';

export interface TrailPlace {
  disk: Disk;
  /** The data folder. */
  folder: string;
  /** Where the head lies apart: beside the data folder, and in it where that place takes no file. */
  headPlaces: HeadPlaces;
  mac: Mac;
  /** Ms since 1970. */
  now: () => number;
  /** True where something else tells that there was a trail. */
  isExpected: boolean;
  /** What this run has last written into the head: nobody sets the trail back behind that unseen. */
  written?: ChainHeads | undefined;
}

type ChainHeads = Record<TrailKind, ChainHead>;

export interface TrailReading {
  head: FoundHead | null;
  /** What of the head counts for each of the chains: what lies there, or what this run has written after that. */
  heads: Record<TrailKind, ChainHead | null>;
  chains: Record<TrailKind, ChainReading>;
  /** Neither a line nor a head: the first start. */
  isNew: boolean;
  /** What is not as it was written, or cannot be read; empty where all is. */
  findings: string[];
}

/**
 * Reads both chains and holds them against their head. Changes nothing; rejects with the disk's own error where it does not give
 * the head or the manager's lines now. `goesOn`: what it does not give is gone on without. The cashiers' lines are in any case
 * where nobody will ever read them, since they tell nothing of settings, nor of erasings; where it does not give them now, their
 * chain is `unread`.
 */
export async function readTrail(
  place: TrailPlace,
  headFile = new TrailHeadFile(place.disk, place.headPlaces, place.mac),
  goesOn = false,
): Promise<TrailReading> {
  const { disk, folder, mac, now, isExpected, written } = place;
  const head = await headFile.read();
  const heads = {
    manager: furtherOf(head?.manager, written?.manager),
    cashier: furtherOf(head?.cashier, written?.cashier),
  };
  const read = (kind: TrailKind) =>
    readChain(
      { disk, folder, mac, now, kind },
      heads[kind],
      (error) => goesOn || (kind === 'cashier' && isLostForGood(error)),
    );
  const manager = await read('manager');
  if (manager.unread !== null) throw manager.unread;
  const cashier = await read('cashier');
  const [hasManagers, hasCashiers] = [manager, cashier].map(
    ({ files, lost }) => files.length + lost.length > 0,
  );
  const hasFiles = hasManagers || hasCashiers;
  // The head is written before the first file: a start that the power cut ends leaves no file without one.
  const isHeadless = head === null && (hasFiles || isExpected);
  // The manager's first file is made before the cashiers': where theirs is left alone, his was taken with all of its lines.
  const ofHead = hasManagers ? HEAD_MISSING : ALL_LINES_MISSING;
  const finding = hasFiles ? ofHead : ALL_MISSING;
  const cut = isCut(head, { manager, cashier }) ? [COPY_MISSING] : [];
  // Whether the trail is further than that head nobody knows then, nor whether lines of the manager's were cut off.
  if (cut.length > 0 && cashier.unread !== null) throw cashier.unread;
  for (const chain of [manager, cashier]) {
    chain.findings.push(...(isHeadless ? [finding] : cut));
    // Only a head with both copies shows that the chain has its end: a strange file may be in the place of that.
    if (head === null || head.isLone) chain.strange = [];
  }
  const findings = [...new Set([...manager.findings, ...cashier.findings])];
  const isNew = head === null && !hasFiles;
  return { head, heads, chains: { manager, cashier }, isNew, findings };
}

/** A power cut may leave a head that has come further than this run knows; one that is behind it was put there. */
function furtherOf(found?: ChainHead, written?: ChainHead): ChainHead | null {
  if (found === undefined || written === undefined) return found ?? written ?? null;
  return found.number > written.number ? found : written;
}

/** Whether lines of a chain are gone, and not only what would tell that its end is, nor for what somebody has put beside it. */
export function lacksLines({ findings, strange }: ChainReading): boolean {
  const ofNoLines = new Set([HEAD_MISSING, COPY_MISSING, ...strange]);
  return findings.some((finding) => !ofNoLines.has(finding));
}

/**
 * The power cuts the writing of a head only once its lines are there: where a later one was spoilt, and there are none,
 * somebody has taken them. Before the first line there are none to take.
 */
function isCut(head: FoundHead | null, chains: Record<TrailKind, ChainReading>): boolean {
  if (head === null || !head.isLone) return false;
  const isFurther = TRAIL_KINDS.some((kind) => chains[kind].last.number > head[kind].number);
  return !isFurther && TRAIL_KINDS.some((kind) => head[kind].number > 0);
}

const entrySchema = z.object({
  time: z.iso.datetime(),
  action: z.string(),
  operatorId: z.string().nullable(),
  slip: z.string().nullable(),
  reason: z.string().optional(),
  app: z.string().nullable().optional(),
  saves: z.int().nonnegative().optional(),
  tries: z.int().nonnegative().optional(),
  revision: z.int().nonnegative().optional(),
  settingsRevision: z.int().nonnegative().optional(),
  areSettingsUnsure: z.literal(true).optional(),
  erasureFormat: z.int().nonnegative().optional(),
});

/** An entry as it was found. `isSure`: surely written by this till. */
export type FoundLine = AuditLine & { isSure: boolean };

/** The entries of a reading in the order of their time. */
export function linesOf({ chains: { manager, cashier } }: TrailReading): FoundLine[] {
  return [...manager.lines, ...cashier.lines]
    .flatMap(entryOf)
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

/** What the till may believe of one chain, oldest first. */
export function sureLines({ told }: ChainReading): (AuditLine | Remembered)[] {
  return told.flatMap((one): (AuditLine | Remembered)[] => {
    if (!('json' in one)) return [one];
    return one.isSure ? entryOf(one) : [];
  });
}

function entryOf({ json, isSure }: ReadLine): FoundLine[] {
  try {
    const entry = entrySchema.parse(JSON.parse(json)) as AuditLine;
    return [{ ...entry, isSure }];
  } catch {
    return [];
  }
}
