import { z } from 'zod';
import { errorCode, readShortIfThere } from '../files/durableFile.ts';
import { NewerFormatError } from '../journal/opening.ts';
import { KeyClosedError, PROTECTIONS } from './dataKey.ts';

/** Its name in the data folder. */
export const KEY_FILE = 'key.json';

const FORMAT = 2;

/**
 * Several times what eight keys have (bytes). A longer one is not looked at: of all that is wrong in it the schema would tell,
 * for which there is no room.
 */
export const MOST_KEY_BYTES = 64 * 1024;

/** More than rotations ever leave. */
export const MOST_KEYS = 8;

const protection = z.enum(PROTECTIONS);

const entrySchema = z.strictObject({
  protection,
  wrapped: z.base64(),
  /** Tells the key that was written from one that a damaged file gives. */
  check: z.base64(),
  /** What hashes are made with, sealed under this key; null: derived from it. */
  hashing: z.string().nullable(),
  recovery: z.array(z.strictObject({ for: z.string(), wrapped: z.base64() })),
  /** The number of the provisioning that asked for this key last; 0: none has. */
  rotation: z.int().nonnegative().default(0),
  /** What a former key still opens: settings and PIN of then only until they are sealed anew. */
  opens: z.enum(['all', 'bodies']).default('all'),
  /** Of a former key: `bondOf` the current one and it. */
  bond: z.base64().nullable().default(null),
});

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  keys: z.array(entrySchema).min(1).max(MOST_KEYS),
});

const format1Schema = z.strictObject({
  format: z.literal(1),
  protection,
  wrapped: z.base64(),
  check: z.base64().optional(),
});

export type KeyEntry = z.infer<typeof entrySchema>;

/** As it was read: files of format 1 from before the check do not have it. */
export type ReadEntry = Omit<KeyEntry, 'check'> & { check: string | null };

export interface ReadKeyFile {
  /** The current one first. */
  entries: [ReadEntry, ...ReadEntry[]];
  isOldFormat: boolean;
  /** The bytes as they lie there. */
  bytes: Buffer;
}

/**
 * The file as it lies there, or null. Throws `KeyClosedError` (`damaged`) where it is none that a till writes,
 * `NewerFormatError`, and what the disk throws.
 */
export async function readKeyFile(path: string): Promise<ReadKeyFile | null> {
  const bytes = await readShort(path);
  if (bytes === null) return null;
  const json = parsed(bytes.toString('utf8'));
  const { data: file } = fileSchema.safeParse(json);
  const [first, ...others] = file?.keys ?? [];
  if (first !== undefined) return { entries: [first, ...others], isOldFormat: false, bytes };
  const { data: old } = format1Schema.safeParse(json);
  if (old !== undefined) {
    const { protection: by, wrapped, check = null } = old;
    const entry = {
      protection: by,
      wrapped,
      check,
      hashing: null,
      recovery: [],
      rotation: 0,
      opens: 'all' as const,
      bond: null,
    };
    return { entries: [entry], isOldFormat: true, bytes };
  }
  const { data: newer } = z.object({ format: z.int().min(FORMAT + 1) }).safeParse(json);
  if (newer !== undefined) throw new NewerFormatError(`${KEY_FILE} format ${newer.format}`);
  throw new KeyClosedError('damaged', KEY_FILE);
}

/** The whole file with these keys. */
export function keyFileBytes(keys: readonly KeyEntry[]): Buffer {
  return Buffer.from(JSON.stringify({ format: FORMAT, keys }));
}

async function readShort(path: string): Promise<Buffer | null> {
  try {
    return await readShortIfThere(path, MOST_KEY_BYTES);
  } catch (error) {
    if (errorCode(error) !== 'EFBIG') throw error;
    throw new KeyClosedError('damaged', KEY_FILE);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
