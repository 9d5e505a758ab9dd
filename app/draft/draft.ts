import { z } from 'zod';
import { givenConsentSchema } from '../consent/consent.ts';
import { FIELD_NAMES, GENDERS, OUTER_TYPES } from '../member/memberFields.ts';
import type { MemberInput } from '../member/memberSchema.ts';

/** Far above what a member may have, far below what would burden the disk (UTF-16 units). */
const MAX_TEXT_LENGTH = 1_000;

/** How long a form that nobody saved is kept (ms): a working day, and no night after it. */
export const DRAFT_LIFETIME_MS = 12 * 60 * 60 * 1_000;

const typed = z.string().max(MAX_TEXT_LENGTH);

/**
 * An intention that is not yet saved, exactly as somebody has typed it: it need not be right. What the till has filled
 * in of another save is not in it.
 */
export const draftSchema = z.strictObject({
  requestId: z.string().regex(/^[0-9a-f]{32}$/),
  operatorId: z.string().max(128),
  member: z.strictObject({
    mobile: typed,
    name: typed,
    gender: z.literal(GENDERS).nullable(),
    birthday: typed,
    outerId: typed,
    outerType: z.literal(OUTER_TYPES).nullable(),
    remark: typed,
  }) satisfies z.ZodType<MemberInput>,
  consent: givenConsentSchema.nullable(),
  /** The save of the queue that the form was filled from, or null. */
  correctionOf: z.string().max(32).nullable(),
  /** The save that somebody has chosen to correct when its number was typed, or null. */
  chosen: z
    .strictObject({
      requestId: z.string().max(32),
      /** The number that was typed; empty where it was the member code. */
      mobile: z.string().max(32),
      /** The fields of the correction that a hand has changed, also to nothing. */
      decided: z.array(z.literal(FIELD_NAMES)).max(FIELD_NAMES.length),
    })
    .nullable(),
  /** The screen was locked over it. */
  isLocked: z.boolean(),
});

export type Draft = z.infer<typeof draftSchema>;
