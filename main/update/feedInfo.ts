import { z } from 'zod';
import { FeedError } from './feedError.ts';

/** Far more than any of them has (characters). */
const LONGEST = 4_096;

const text = z.string().max(LONGEST);

const fileSchema = z.object({
  url: text.min(1),
  sha512: text.optional(),
  // One that is none is told when the file is to be fetched.
  size: z.number().optional().catch(undefined),
  isAdminRightsRequired: z.boolean().optional().catch(undefined),
});

const infoSchema = z.object({
  version: text.max(256),
  files: z.array(fileSchema).max(50),
  minimumSystemVersion: text.optional().catch(undefined),
  // What is no percentage lets nobody in (`staging.ts`).
  stagingPercentage: z.union([text, z.number(), z.null()]).optional().catch(Number.NaN),
});

/**
 * What a till reads of what a server says of its latest version, and nothing else. The library writes parts of it into words
 * before it looks at them: a list of lists, which takes a few hundred bytes in YAML, becomes gigabytes there, and the whole
 * program stands still.
 */
export function readFeedInfo(said: unknown) {
  const read = infoSchema.safeParse(said);
  if (!read.success) throw new FeedError('update.feed');
  return read.data;
}
