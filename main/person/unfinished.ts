import { z } from 'zod';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { ReadingDisk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Vault } from '../vault/vault.ts';

/** What is sealed in the record of an erasing is tied to this. */
export const ERASURE_PLACE = 'erasure';

/** What lies under the record's name is no file that a till has written, and none will be there later. */
const NO_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP']);

/**
 * No record is longer (bytes), or it is not written: of somebody with four hundred thousand saves it has a third of that.
 */
export const LONGEST_RECORD = 256 * 1024 * 1024;

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

const recordSchema = z.strictObject({
  format: z.literal(1),
  erasedAt: z.number(),
  sealed: z.string().nullable(),
  /** Absent where an answer had shown the time by then, and in older records. */
  isByOwnClock: z.literal(true).optional(),
  /** The time of the last line of the trail about one by then (ms since 1970). Absent where none was, and in older records. */
  toldAt: z.number().optional(),
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
}

const NOT_OURS: ReadErasures = { erasedAt: null, unfinished: [] };

/** The record as it lies there; null where none does. Throws what the disk throws where it cannot be read now. */
export async function readErasures(
  disk: Pick<ReadingDisk, 'read'>,
  path: string,
  vault: Pick<Vault, 'open'>,
): Promise<ReadErasures | null> {
  try {
    const bytes = await disk.read(path, LONGEST_RECORD);
    return bytes === null ? null : read(bytes, vault);
  } catch (error) {
    if (!NO_FILE.has(errorCode(error))) throw error;
    return NOT_OURS;
  }
}

function read(bytes: Buffer, vault: Pick<Vault, 'open'>): ReadErasures {
  const written = bytes.toString('utf8');
  const record = hasFewValues(written) ? recordSchema.safeParse(parsed(written)).data : undefined;
  if (record === undefined) return NOT_OURS;
  const { erasedAt, sealed, isByOwnClock, toldAt } = record;
  const text = sealed === null ? '[]' : (vault.open(sealed, ERASURE_PLACE) ?? '');
  const unfinished = z.array(unfinishedSchema).safeParse(parsed(text)).data;
  // Whoever stands in a seal that does not open is not nobody.
  return unfinished === undefined ? NOT_OURS : { erasedAt, unfinished, isByOwnClock, toldAt };
}

/** A record has no more. */
const MOST_VALUES = 5;

/**
 * As a till writes one: a few values without parts, of which a seal may be long. Somebody can write ever so many instead, for
 * which there is no room: each takes many times the text that it has.
 */
function hasFewValues(written: string): boolean {
  if (!written.startsWith('{') || !written.endsWith('}')) return false;
  if (written.includes('{', 1) || written.includes('[')) return false;
  let [values, comma] = [1, written.indexOf(',')];
  for (; comma >= 0 && values <= MOST_VALUES; comma = written.indexOf(',', comma + 1)) values += 1;
  return values <= MOST_VALUES;
}

/** The text of a record. */
export function recordOf(
  { erasedAt, unfinished, isByOwnClock, toldAt }: ReadErasures,
  vault: Pick<Vault, 'seal'>,
): string {
  const sealed =
    unfinished.length === 0 ? null : vault.seal(JSON.stringify(unfinished), ERASURE_PLACE);
  const byOwnClock = isByOwnClock && { isByOwnClock };
  return JSON.stringify({ format: 1, erasedAt, sealed, ...byOwnClock, toldAt });
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
