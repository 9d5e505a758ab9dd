import { z } from 'zod';
import { operatorIdSchema } from '../ipc/takes.ts';
import { FIELD_NAMES, MEMBER_FIELDS } from '../member/memberFields.ts';
import type { MemberInput } from '../member/memberSchema.ts';
import { requestIdSchema } from '../outbox/requestId.ts';
import { HELD_REASONS, SAVE_STATES } from '../outbox/save.ts';
import { API_ERROR_CODES } from './apiErrors.ts';

/** What a caller may give as `Idempotency-Key`: long enough to be no counter. */
export const IDEMPOTENCY_KEY = /^[!-~]{16,200}$/;

/** Longer than any field; its own limit is the form's. */
const LONGEST_TEXT = 10_000;

const about: Readonly<Record<keyof MemberInput, string>> = {
  mobile: 'Mainland mobile number, as somebody would type it; needed where there is no outerId',
  name: 'At most 64 characters',
  gender: '0 female, 1 male, 2 other',
  birthday: 'YYYY-MM-DD or YYYYMMDD; under 14 is refused',
  outerId: 'Member code of a wallet, at most 64 letters, digits or signs',
  outerType: 'Whose code it is; needed with outerId',
  remark: 'At most 500 characters',
};

const textField = (name: keyof MemberInput) =>
  z.string().max(LONGEST_TEXT).optional().meta({ description: about[name] });

/** The fields of the form, each as it could be typed; what is left out is empty. Their rules are the form's own. */
export const apiMemberSchema = z
  .strictObject(
    Object.fromEntries(
      FIELD_NAMES.map((name) => {
        const row = MEMBER_FIELDS[name];
        const field =
          row.kind === 'choice'
            ? z
                .literal([...row.choices])
                .nullable()
                .optional()
                .meta({ description: about[name] })
            : textField(name);
        return [name, field];
      }),
    ) as unknown as { [Name in keyof MemberInput]: z.ZodType<MemberInput[Name] | undefined> },
  )
  .meta({ description: 'A member as the form takes one' });

const agreedAt = z.iso.datetime({ offset: true }).optional().meta({
  description:
    'When the customer agreed; default: now. A time in the future counts as now, one before 1970 is refused',
});

export const apiConsentSchema = z
  .strictObject({
    agreed: z.literal(true).meta({ description: 'The customer has said yes to the notice' }),
    brandId: z
      .string()
      .max(128)
      .meta({ description: 'Whose notice it was: `till.brandId` of /v1/health' }),
    noticeVersion: z
      .string()
      .min(1)
      .max(32)
      .meta({ description: 'Which one: `till.noticeVersion` of /v1/health' }),
    marketing: z.boolean().meta({ description: 'A consent of its own; nothing depends on it' }),
    agreedAt,
  })
  .meta({ description: 'That the customer has agreed to be registered' });

export const registerBodySchema = z.strictObject({
  operatorId: operatorIdSchema.meta({ description: 'An operator id of this till' }),
  member: apiMemberSchema,
  /** Left out or null: it was not said, which is a refusal of its own. */
  consent: apiConsentSchema.nullable().optional(),
});

/** The same without a look at the member: the form's own schema looks at it once, which is half of the time. */
export const registrationSchema = registerBodySchema.extend({ member: z.unknown() });

export const formBodySchema = z
  .strictObject({ member: apiMemberSchema })
  .meta({ description: 'What the form is to be filled with' });

const slip = z.string().meta({ description: 'The number on the slip, such as S-0187' });
const requestId = requestIdSchema.meta({ description: 'The stable id of the save' });

export const registeredSchema = z
  .strictObject({
    requestId,
    slip,
    state: z.enum(SAVE_STATES).meta({ description: '`pending`: on the disk, not sent yet' }),
  })
  .meta({ description: 'The member is on the disk of this till' });

export const saveStateSchema = z
  .strictObject({
    requestId,
    slip,
    state: z.enum(SAVE_STATES),
    heldReason: z.enum(HELD_REASONS).nullable().meta({ description: 'Why it needs somebody' }),
    createdAt: z.iso.datetime().meta({ description: "By the till's clock" }),
  })
  .meta({ description: 'What has become of a save. Nothing in it is personal' });

export const formFilledSchema = z
  .strictObject({ filled: z.literal(true) })
  .meta({ description: 'The form is in front of the cashier, who finishes it' });

export const knownSchema = z
  .strictObject({
    requestId,
    slip,
    registeredAt: z.iso.datetime().nullable(),
    masked: z.strictObject({
      mobile: z.string().meta({ description: '138****8000' }),
      name: z.string().meta({ description: '张*' }),
    }),
    state: z.enum(['pending', 'sending', 'accepted', 'held', 'moved']),
  })
  .meta({ description: 'What the till knows, masked as in its window' });

export const errorSchema = z.strictObject({
  error: z.strictObject({
    code: z.enum(API_ERROR_CODES),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'With `input.invalid`: a code for each wrong field' }),
    waitSeconds: z
      .int()
      .optional()
      .meta({ description: 'With 429: when to try again, as in Retry-After' }),
    known: knownSchema.optional(),
    requestId: requestId
      .optional()
      .meta({ description: 'With `intention.reused`: the save that the key stands for' }),
  }),
});

export const healthSchema = z.strictObject({
  version: z.string(),
  pause: z.string().meta({ description: 'Why nothing is sent now; `none` where it is' }),
  waiting: z.int().meta({ description: 'Saves that are not sent yet' }),
  oldestWaitingSeconds: z.int().nullable(),
  held: z.int().meta({ description: 'Saves that need somebody' }),
  isLocked: z.boolean().meta({ description: 'The screen is locked' }),
  warnings: z.array(z.string()).meta({ description: 'Codes of what the window warns of' }),
  till: z
    .strictObject({ brandId: z.string(), shopId: z.string(), noticeVersion: z.string() })
    .nullable()
    .meta({ description: 'What a consent is given to; null: not set up' }),
});

export const eventSchema = z
  .strictObject({
    type: z.enum(['saved', 'accepted', 'held']),
    requestId,
    slip,
    heldReason: z.enum(HELD_REASONS).nullable(),
  })
  .meta({ description: 'The data of one event; `event` has the type' });

export type ApiRegistration = z.output<typeof registrationSchema>;
export type ApiRegistered = z.output<typeof registeredSchema>;
export type ApiSaveState = z.output<typeof saveStateSchema>;
export type ApiKnown = z.output<typeof knownSchema>;
export type ApiRefusal = z.output<typeof errorSchema>['error'];
export type ApiHealth = z.output<typeof healthSchema>;
export type ApiEvent = z.output<typeof eventSchema>;
