import { z } from 'zod';
import type { Disk } from '../disk/disk.ts';
import type { AuditLine } from './auditEntry.ts';
import { type ChainReading, type ReadLine, readChain } from './readChain.ts';
import type { Remembered } from './remembered.ts';
import { type FoundHead, type HeadPlaces, TrailHeadFile } from './trailHead.ts';
import { type Mac, TRAIL_KINDS, type TrailKind } from './trailLine.ts';

/** What is found of a head, and of no trail at all. */
const HEAD_MISSING = 'its head is missing';
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
}

export interface TrailReading {
  head: FoundHead | null;
  chains: Record<TrailKind, ChainReading>;
  /** Neither a line nor a head: the first start. */
  isNew: boolean;
  /** What is not as it was written; empty where all is. */
  findings: string[];
}

/** Reads both chains and holds them against their head. Changes nothing; rejects with the disk's own error. */
export async function readTrail(
  place: TrailPlace,
  headFile = new TrailHeadFile(place.disk, place.headPlaces, place.mac),
): Promise<TrailReading> {
  const { disk, folder, mac, now, isExpected } = place;
  const head = await headFile.read();
  const read = (kind: TrailKind) =>
    readChain({ disk, folder, mac, now, kind }, head?.[kind] ?? null);
  const [manager, cashier] = [await read('manager'), await read('cashier')];
  const hasFiles = manager.files.length + cashier.files.length > 0;
  // The head is written before the first file: a start that the power cut ends leaves no file without one.
  const isHeadless = head === null && (hasFiles || isExpected);
  const finding = hasFiles ? HEAD_MISSING : ALL_MISSING;
  const cut = isCut(head, { manager, cashier }) ? [COPY_MISSING] : [];
  for (const chain of [manager, cashier]) chain.findings.push(...(isHeadless ? [finding] : cut));
  const findings = [...new Set([...manager.findings, ...cashier.findings])];
  return { head, chains: { manager, cashier }, isNew: head === null && !hasFiles, findings };
}

/** Whether lines of a chain are gone, and not only what would tell that its end is. */
export function lacksLines({ findings }: Pick<ChainReading, 'findings'>): boolean {
  return findings.some((finding) => finding !== HEAD_MISSING && finding !== COPY_MISSING);
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
