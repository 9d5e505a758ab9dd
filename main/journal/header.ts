import { z } from 'zod';
import type { StoreFileKind } from './storeFiles.ts';

/**
 * The format that this version writes. Newer ones are refused. Format 3 has no app in its lines, format 4 the
 * gateway's words readable, format 5 the reason of what is closed in the place of why it had been held, format 6 nobody
 * who closed it, format 7 no word of what went into a file, format 8 no shop, format 9 nothing that binds whose a save is
 * (`saveCodec.ts` reads all of them), and nothing is appended to them, so that the version before never meets a line that it would cut short.
 */
export const FORMAT = 10;

/** Older ones than this were never released: their files are set aside. */
export const OLDEST_FORMAT = 3;

/** First line of every file of the store. */
const headerSchema = z.object({
  format: z.int().positive(),
  kind: z.enum(['journal', 'snapshot']),
  generation: z.int().nonnegative(),
  /** The number of the last change before this file. */
  after: z.int().nonnegative(),
  /** The highest save sequence before this file. */
  lastSequence: z.int().nonnegative(),
});

/** Last line of a snapshot: without it, or with another count, lines are missing. */
const trailerSchema = z.object({ lines: z.int().nonnegative() });

export type Header = z.infer<typeof headerSchema>;

/** Longer than the line of any header that we write (bytes). */
export const MAX_HEADER_BYTES = 200;

/** First bytes of their payloads; changes begin with a digit. */
export const HEADER_TAG = 'H'.charCodeAt(0);
export const TRAILER_TAG = 'T'.charCodeAt(0);

export function encodeHeader(
  kind: StoreFileKind,
  generation: number,
  after: number,
  lastSequence: number,
): string {
  const header: Header = { format: FORMAT, kind, generation, after, lastSequence };
  return `H ${JSON.stringify(header)}`;
}

export function encodeTrailer(lines: number): string {
  return `T ${JSON.stringify({ lines })}`;
}

export function decodeHeader(payload: string): Header | null {
  return decode(payload, headerSchema);
}

export function decodeTrailer(payload: string): { lines: number } | null {
  return decode(payload, trailerSchema);
}

function decode<T>(payload: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(payload.slice(2))).data ?? null;
  } catch {
    return null;
  }
}
