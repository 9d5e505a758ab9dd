import { z } from 'zod';
import { consentSchema } from '../../app/consent/consent.ts';
import { FORM_FIELDS } from '../../app/gateway/outcome.ts';
import { HELD_REASONS, SAVE_STATES, type Save } from '../../app/outbox/save.ts';

const text = z.string();
const time = z.number().nullable();

/** A save as it stands in a file: read back only in exactly this shape. */
export const saveSchema = z.strictObject({
  requestId: text.min(1),
  sequence: z.int().positive(),
  brandId: text.nullable().default(null),
  app: text.nullable().default(null),
  sealedBody: text.nullable(),
  contentKey: text.nullable().default(null),
  identityKeys: z.array(text),
  masked: z.strictObject({ mobile: text, name: text }),
  operatorId: text,
  createdAt: z.number(),
  state: z.enum(SAVE_STATES),
  attempts: z.int().nonnegative(),
  undecided: z.int().nonnegative(),
  // The first version did not have it.
  sentAt: time.default(null),
  firstUnknownAt: time,
  nextAttemptAt: time,
  lastOutcome: z
    .strictObject({
      class: z.enum([
        'accepted',
        'quota',
        'configuration',
        'clock',
        'rejected',
        'later',
        'unknown',
        'unreachable',
      ]),
      code: text,
      subCode: text,
      field: z.enum(FORM_FIELDS).nullable().default(null),
    })
    .nullable(),
  sealedWords: text.nullable().default(null),
  heldReason: z.enum(HELD_REASONS).nullable(),
  customerId: text.nullable(),
  correctionOf: text.nullable(),
  // Nor this.
  consent: consentSchema.nullable().default(null),
  imported: z
    .strictObject({ exportedAt: z.number(), before: z.number(), madeAt: z.number() })
    .nullable()
    .default(null),
  settledAt: time,
}) satisfies z.ZodType<Save>;
