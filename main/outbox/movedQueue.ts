import { z } from 'zod';
import { consentSchema } from '../../app/consent/consent.ts';
import { asDateInFile, FURTHEST_DATE, FURTHEST_IN_FILE } from '../../app/outbox/dates.ts';
import { requestIdSchema } from '../../app/outbox/requestId.ts';
import { saveSchema } from './saveSchema.ts';

/** Several times what a form can hold (characters), and far less than a line of the store can. */
const MAX_BODY_LENGTH = 16 * 1024;

/** An address, a blank and a key, as `platformApp` writes them (characters). */
const MAX_APP_LENGTH = 2_000;

/** Several times what is kept of an answer (characters). */
const MAX_WORDS_LENGTH = 2_000;

export const timeSchema = z.number().min(-FURTHEST_DATE).max(FURTHEST_DATE);

/** Whatever is taken of a file is reckoned from its date. */
export const exportTimeSchema = z.number().min(-FURTHEST_IN_FILE).max(FURTHEST_IN_FILE);

/** A till may have had it out of a file of before that was dated further, and is to move all it has. */
const toldTimeSchema = timeSchema.transform(asDateInFile);

const words = z.string().max(MAX_WORDS_LENGTH);

const { attempts, undecided, heldReason, lastOutcome } = saveSchema.shape;

const historySchema = z.strictObject({
  attempts,
  undecided,
  heldReason,
  // With the gateway's own words: the file is sealed as a whole.
  lastOutcome: lastOutcome
    .unwrap()
    .extend({ code: words, subCode: words, text: words, traceId: words })
    .nullable(),
  createdAt: toldTimeSchema,
  firstUnknownAt: toldTimeSchema.nullable(),
  // Whatever else there is was never exported: nobody's word makes a save accepted.
  state: z.enum(['pending', 'held']),
});

export const movedSchema = z.strictObject({
  body: z.string().max(MAX_BODY_LENGTH),
  operatorId: z.string().min(1).max(128),
  app: z
    .string()
    .max(MAX_APP_LENGTH)
    .regex(/^https?:\/\/[^\s/]+ \S/)
    .nullable(),
  correctionOf: requestIdSchema.nullable(),
  consent: consentSchema.nullable(),
  madeAt: toldTimeSchema,
  history: historySchema,
});

export type Moved = z.infer<typeof movedSchema>;

/** What is sealed in a file: a queue on its way from one till to another. */
export interface MovedQueue {
  /** By the gateway's clock where it was known, else by the till's (ms since 1970). */
  exportedAt: number;
  /** In their order. */
  saves: Moved[];
}

/** More than the longest file can hold. */
export const MAX_SAVES = 200_000;

const envelopeSchema = z.strictObject({
  exportedAt: exportTimeSchema,
  // A schema for the whole list would look at every item before it finds it too long, and keep a mistake for each.
  saves: z.custom<unknown[]>((saves) => Array.isArray(saves) && saves.length <= MAX_SAVES),
});

/** What came out of a file, save by save, up to the first that is none; null where one is. */
export async function readQueue(
  content: unknown,
  breath: () => Promise<void> = async () => undefined,
): Promise<MovedQueue | null> {
  const { data: envelope } = envelopeSchema.safeParse(content);
  if (envelope === undefined) return null;
  const saves: Moved[] = [];
  for (const given of envelope.saves) {
    const { data: save } = movedSchema.safeParse(given);
    if (save === undefined) return null;
    saves.push(save);
    await breath();
  }
  return { exportedAt: envelope.exportedAt, saves };
}
