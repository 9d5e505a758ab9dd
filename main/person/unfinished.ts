import { z } from 'zod';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import { type BelievedOlder, ERASURE_FORMAT } from '../audit/erasingNews.ts';
import type { ReadingDisk } from '../disk/disk.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { hasFewValues, LONGEST_RECORD } from '../files/longRecord.ts';
import type { Vault } from '../vault/vault.ts';

/** What is sealed in the record of an erasing is tied to this. */
export const ERASURE_PLACE = 'erasure';

/** Of the record, as the lines of the trail about an erasing name it as well. */
export const FORMAT = ERASURE_FORMAT;

const texts = z.array(z.string());
const unfinishedSchema = z.strictObject({
  requestIds: texts,
  slips: texts,
  operatorId: z.string(),
  /** Whether the audit trail has its line. */
  isTold: z.boolean(),
  traces: z.strictObject({ ofSaves: texts, ofPerson: texts }),
});

/** An erasing that was begun, until nothing of it is left in any file. It names nobody: ids, slips and keyed hashes. */
export type Unfinished = z.infer<typeof unfinishedSchema>;

const dates = {
  erasedAt: z.number(),
  /** Absent where an answer had shown the time by then, and in older records. */
  isByOwnClock: z.literal(true).optional(),
  /** The time of the last line of the trail about one by then (ms since 1970). Absent where none was, and in older records. */
  toldAt: z.number().optional(),
};
/** What came from folders that were set aside, until they are named as taken and the trail has the line of it. */
const comingSchema = z.strictObject({
  folders: texts,
  /** Nothing else is known here of any erasing. */
  isAll: z.boolean(),
});

export type ComingErasings = z.infer<typeof comingSchema>;

const sealedSchema = z.strictObject({
  ...dates,
  unfinished: z.array(unfinishedSchema),
  coming: comingSchema.optional(),
});

/** Everything lies in the seal, also where nobody is being erased: whoever has no key can write no record. */
const recordSchema = z.strictObject({ format: z.literal(FORMAT), sealed: z.string() });

/** As an earlier program wrote it: whoever is being erased lies in the seal, the dates beside it, and of nobody there is none. */
const olderSchema = z.strictObject({
  format: z.literal(1),
  ...dates,
  sealed: z.string().nullable(),
});

/** What the record says. */
export interface ReadErasures {
  /** Null where it is none of ours, or cannot be read whole: nobody knows who is being erased. */
  erasedAt: number | null;
  unfinished: readonly Unfinished[];
  /** Nothing had shown that the clock was right by which it is dated. */
  isByOwnClock?: boolean | undefined;
  /** The time of the last line of the trail about an erasing when it was written (ms since 1970), where there was one. */
  toldAt?: number | undefined;
  coming?: ComingErasings | undefined;
  /** An earlier program has written it: with a seal, or, where it names nobody, without any. */
  older?: 'sealed' | 'open';
}

const NOT_OURS: ReadErasures = { erasedAt: null, unfinished: [] };

/** The record where nothing but itself tells whether it is to be believed. Otherwise as `findErasures`. */
export async function readErasures(
  disk: Pick<ReadingDisk, 'read'>,
  path: string,
  vault: Pick<Vault, 'open'>,
): Promise<ReadErasures | null> {
  const found = await findErasures(disk, path, vault);
  return found === null ? null : believed(found, 'sealed');
}

/**
 * The record as it lies there, whether or not it is `believed`; null where none does. Throws what the disk throws where it
 * cannot be read now.
 */
export async function findErasures(
  disk: Pick<ReadingDisk, 'read'>,
  path: string,
  vault: Pick<Vault, 'open'>,
): Promise<ReadErasures | null> {
  try {
    const bytes = await disk.read(path, LONGEST_RECORD);
    return bytes === null ? null : read(bytes, vault);
  } catch (error) {
    if (!isLostForGood(error)) throw error;
    return NOT_OURS;
  }
}

/** What is left of it where so much is believed of what an earlier program has written. */
export function believed(found: ReadErasures, older: BelievedOlder): ReadErasures {
  if (found.older === undefined || older === 'whole') return found;
  return found.older === older ? found : NOT_OURS;
}

function read(bytes: Buffer, vault: Pick<Vault, 'open'>): ReadErasures {
  const written = bytes.toString('utf8');
  const json = hasFewValues(written) ? parsed(written) : undefined;
  const sealed = recordSchema.safeParse(json).data?.sealed;
  if (sealed === undefined) return readOlder(json, vault);
  // Whoever stands in a seal that does not open is not nobody.
  return sealedSchema.safeParse(parsed(vault.open(sealed, ERASURE_PLACE) ?? '')).data ?? NOT_OURS;
}

function readOlder(json: unknown, vault: Pick<Vault, 'open'>): ReadErasures {
  const record = olderSchema.safeParse(json).data;
  if (record === undefined) return NOT_OURS;
  const { sealed, format: _, ...dated } = record;
  if (sealed === null) return { ...dated, unfinished: [], older: 'open' };
  const text = vault.open(sealed, ERASURE_PLACE) ?? '';
  const unfinished = z.array(unfinishedSchema).safeParse(parsed(text)).data;
  return unfinished === undefined ? NOT_OURS : { ...dated, unfinished, older: 'sealed' };
}

/** The text of a record. */
export function recordOf(
  { erasedAt, unfinished, isByOwnClock, toldAt, coming }: ReadErasures,
  vault: Pick<Vault, 'seal'>,
): string {
  const byOwnClock = isByOwnClock && { isByOwnClock };
  const content = JSON.stringify({ erasedAt, unfinished, ...byOwnClock, toldAt, coming });
  return JSON.stringify({ format: FORMAT, sealed: vault.seal(content, ERASURE_PLACE) });
}

/**
 * Tells whether a save is one of those. Whoever calls again with a key of then is registered under the same id, and is there
 * to be sent: no number is given twice.
 */
export function toBeErased(
  unfinished: readonly Pick<Unfinished, 'requestIds' | 'slips'>[],
): (save: Pick<Save, 'requestId' | 'sequence'>) => boolean {
  const named = new Set(
    unfinished.flatMap(({ requestIds, slips }) => requestIds.map((id, at) => `${id} ${slips[at]}`)),
  );
  return ({ requestId, sequence }) => named.has(`${requestId} ${slipNumber(sequence)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
