import { z } from 'zod';
import { HELD_REASONS, MOST_COUNTED, type Save } from '../../app/outbox/save.ts';

const text = z.string();

/** What has become of a save so far, as it stands in a file: read back only in exactly this shape. */
export const saveSchema = z.strictObject({
  attempts: z.int().nonnegative().max(MOST_COUNTED),
  undecided: z.int().nonnegative().max(MOST_COUNTED),
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
      text,
      traceId: text,
    })
    .nullable(),
  heldReason: z.enum(HELD_REASONS).nullable(),
}) satisfies z.ZodType<Partial<Save>>;
