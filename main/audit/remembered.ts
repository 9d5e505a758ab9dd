import { z } from 'zod';

const counter = z.int().nonnegative();
const revisionSchema = z.object({ last: counter, highest: counter });

/**
 * What a file of the trail remembers of all lines before it, so that it outlives the files in which those stood. It stands in
 * the file's first line, under the key: absent where nothing has to be remembered, and in files of earlier programs.
 */
export const rememberedSchema = z.object({
  tries: counter.optional(),
  pinRevision: revisionSchema.optional(),
  settingsRevision: revisionSchema.optional(),
  areSettingsUnsure: z.literal(true).optional(),
  hasBegunLate: z.literal(true).optional(),
  tellsOfSettings: z.literal(true).optional(),
  /** When somebody was erased, as far as it may still matter (ms since 1970). */
  erasings: z.array(z.number()).optional(),
  lastErasing: z.number().optional(),
  believedOlder: z.enum(['whole', 'none']).optional(),
  areErasingsUnsure: z.literal(true).optional(),
  trailsAside: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** What nobody has looked after yet. */
  told: z.array(z.object({ code: z.string(), detail: z.string(), at: z.number() })).optional(),
  /** The latest time that a line had (ms since 1970). */
  latest: z.number().optional(),
});

export type Remembered = z.infer<typeof rememberedSchema>;

/** What of this is anything at all; undefined where nothing is, but the time of a line. */
export function whatIs(
  all: {
    [Name in keyof Remembered]-?: Remembered[Name] | false | null;
  },
): Remembered | undefined {
  const known = Object.entries(all).filter(([, one]) =>
    Array.isArray(one) ? one.length > 0 : Boolean(one),
  );
  return known.some(([name]) => name !== 'latest') ? Object.fromEntries(known) : undefined;
}
