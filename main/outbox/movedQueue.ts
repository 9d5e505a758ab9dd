import { z } from 'zod';
import { consentSchema } from '../../app/consent/consent.ts';
import { requestIdSchema } from '../../app/outbox/requestId.ts';
import { saveSchema } from './saveSchema.ts';

/** Further away than this from 1970 (ms) there is no date that could be shown. */
const FURTHEST = 8.64e15;

/** Several times what a form can hold (characters), and far less than a line of the store can. */
const LONGEST_BODY = 16 * 1024;

/** An address, a blank and a key, as `platformApp` writes them (characters). */
const LONGEST_APP = 2_000;

/** Several times what is kept of an answer (characters). */
const LONGEST_WORDS = 2_000;

export const timeSchema = z.number().min(-FURTHEST).max(FURTHEST);

const words = z.string().max(LONGEST_WORDS);

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
  createdAt: timeSchema,
  firstUnknownAt: timeSchema.nullable(),
  // Whatever else there is was never exported: nobody's word makes a save accepted.
  state: z.enum(['pending', 'held']),
});

export const movedSchema = z.strictObject({
  body: z.string().max(LONGEST_BODY),
  operatorId: z.string().min(1).max(128),
  app: z
    .string()
    .max(LONGEST_APP)
    .regex(/^https?:\/\/[^\s/]+ \S/)
    .nullable(),
  correctionOf: requestIdSchema.nullable(),
  consent: consentSchema.nullable(),
  madeAt: timeSchema,
  history: historySchema,
});

export const queueSchema = z.strictObject({
  /** By the gateway's clock where it was known, else by the till's (ms since 1970). */
  exportedAt: timeSchema,
  /** In their order. */
  saves: z.array(movedSchema),
});

export type Moved = z.infer<typeof movedSchema>;

/** What is sealed in a file: a queue on its way from one till to another. */
export type MovedQueue = z.infer<typeof queueSchema>;
