import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { renamePatiently, replaceFile } from '../../main/files/durableFile.ts';
import { PlainFailure } from '../plainFailure.ts';
import { answerSchema } from './answer.ts';

const callSchema = z.strictObject({
  /** `question.step`: a call that has an answer is never made again. */
  step: z.string(),
  what: z.string(),
  at: z.iso.datetime(),
  /** As it was sent, without secrets. */
  sent: z.record(z.string(), z.string()),
  /** Null: it left, and nothing came before the tool ended. */
  came: answerSchema.nullable(),
  /** False: a ban, a silence, a wrong setting. The step is asked again. */
  isFinal: z.boolean(),
});
export type CallRecord = z.infer<typeof callSchema>;

const findingSchema = z.strictObject({
  id: z.string(),
  question: z.string(),
  state: z.enum(['known', 'open']),
  /** The answer in a word, or empty text. */
  answer: z.string(),
  says: z.string(),
  /** What the conclusion stands on. */
  basis: z.string(),
  /** Which rule of the outbox it confirms or contradicts. */
  outbox: z.string(),
  steps: z.array(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;

export const reportSchema = z.strictObject({
  format: z.literal(1),
  run: z.strictObject({
    id: z.string().min(16),
    startedAt: z.iso.datetime(),
    url: z.string(),
    appKey: z.string(),
    brandId: z.string(),
    shopId: z.string(),
    operatorId: z.string(),
    mobiles: z.array(z.string()),
    /** The test numbers, sealed with the app secret: a later run has it anyway. */
    sealedMobiles: z.string(),
    /** Ages (s) at which a request id is sent again. */
    ages: z.array(z.number()),
  }),
  calls: z.array(callSchema),
  findings: z.array(findingSchema),
  /** What no answer shows: to be looked up in the CRM's back office. */
  lookUp: z.array(z.string()),
  /** Why the last run ended before it had asked everything, or null. */
  stopped: z.string().nullable(),
});
export type Report = z.infer<typeof reportSchema>;

/**
 * The report of an earlier run, or null.
 * @throws PlainFailure when the file is something else
 */
export async function readReport(file: string): Promise<Report | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PlainFailure(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    throw new PlainFailure(`${file} is no report of this tool: name another with --report.`);
  }
}

/**
 * Replaces a file; a reader never meets half of it, and a kill leaves the one before. With a flush, a power
 * cut does as well.
 */
export async function writeWhole(file: string, text: string, isFlushed: boolean): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  if (isFlushed) return replaceFile(file, text);
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await renamePatiently(`${file}.new`, file);
}
