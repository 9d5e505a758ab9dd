import { z } from 'zod';
import { FIELD_NAMES, OUTER_TYPES } from '../../member/memberFields.ts';
import { isWellFormed } from '../../member/wellFormed.ts';
import type { BulkPreview, BulkRun, BulkRuns, HeldGroup } from '../../outbox/bulk.ts';
import { DISCARD_REASONS, HELD_REASONS } from '../../outbox/save.ts';
import { nothing, operatorIdSchema, takes } from '../takes.ts';

const code = z.string().max(256).refine(isWellFormed);

export const heldCauseSchema = z.strictObject({
  heldReason: z.enum(HELD_REASONS),
  code,
  subCode: code,
  field: z.enum(FIELD_NAMES).nullable(),
});

const id = z.string().regex(/^[0-9a-f]{32}$/);

const deedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resend'), cause: heldCauseSchema }),
  z.strictObject({
    kind: z.literal('discard'),
    cause: heldCauseSchema,
    reason: z.enum(DISCARD_REASONS),
  }),
  z.strictObject({
    kind: z.literal('correct'),
    cause: heldCauseSchema,
    change: z.discriminatedUnion('field', [
      z.strictObject({ field: z.literal('operator'), value: operatorIdSchema }),
      z.strictObject({ field: z.literal('outerType'), value: z.literal(OUTER_TYPES) }),
    ]),
  }),
  z.strictObject({ kind: z.literal('undo'), run: id }),
]);

/** What the manager does with many held saves at once. What was previewed, and nothing else, is what runs. */
export const BULK_CALLS = {
  /** The groups, the greatest first. */
  listHeldGroups: takes(nothing).gives<HeldGroup[]>(),
  previewBulk: takes(
    z.strictObject({ operatorId: operatorIdSchema, deed: deedSchema }),
  ).gives<BulkPreview>(),
  /** Begins it; `listBulkRuns` tells how far it is. One at a time. */
  runBulk: takes(z.strictObject({ operatorId: operatorIdSchema, token: id })).gives<BulkRun>(),
  /** Ends the run after what is under way. What is done stays. */
  cancelBulk: takes(nothing).gives<null>(),
  listBulkRuns: takes(nothing).gives<BulkRuns>(),
};
