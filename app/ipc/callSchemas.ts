import { z } from 'zod';
import { consentSchema } from '../consent/consent.ts';
import { draftSchema } from '../draft/draft.ts';
import type { CalendarDate } from '../member/birthday.ts';
import { memberSchema } from '../member/memberSchema.ts';
import { isMobile, normalisePhone } from '../member/phone.ts';
import { isWellFormed } from '../member/wellFormed.ts';
import { MOVE_DIRECTIONS } from '../move/moveCalls.ts';
import { LONGEST_PASSPHRASE } from '../move/passphrase.ts';
import { DISCARD_REASONS } from '../outbox/queueCalls.ts';
import { LONGEST_PAGE, SAVE_FILTERS } from '../outbox/saveList.ts';
import { LOCALES } from '../settings/locales.ts';
import { givenPinSchema, newPinSchema } from '../settings/pin.ts';
import { gatewayInputSchema, settingsInputSchema } from '../settings/settingsInput.ts';
import type { BridgeError, CallName } from './bridge.ts';

/** An idempotency id as the page makes it: 32 hex digits. */
export const requestIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const nothing = z.null();

const operatorId = z.string().min(1).max(128);

/** Whether it is somebody of this till is known behind the door. */
const givenConsent = consentSchema.extend({
  operatorId: operatorId.refine(isWellFormed),
});

/** Which save, and who stands at the till. */
const saveChoice = { requestId: requestIdSchema, operatorId };

/** What was made for one brand and app, and who decides about it. */
const otherAppChoice = {
  brandId: z.string().max(128).nullable(),
  app: z.string().max(2_000).nullable(),
  operatorId,
  pin: givenPinSchema,
};

/** What each call takes at the door of the main process. `today`: the day that birthdays are held against. */
export function callSchemas(today: CalendarDate) {
  return {
    getTill: nothing,
    getOutbox: nothing,
    registerMember: z.strictObject({
      requestId: requestIdSchema,
      operatorId,
      member: memberSchema(today),
      correctionOf: requestIdSchema.nullable(),
      consent: givenConsent.nullable(),
    }),
    findMember: z.strictObject({
      mobile: z.string().max(64).transform(normalisePhone).refine(isMobile),
    }),
    listSaves: z.strictObject({
      filter: z.enum(SAVE_FILTERS),
      search: z.string().max(64),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(LONGEST_PAGE),
    }),
    readForCorrection: z.strictObject(saveChoice),
    sendHeldAgain: z.strictObject({ ...saveChoice, pin: givenPinSchema.nullable() }),
    discardSave: z.strictObject({
      ...saveChoice,
      pin: givenPinSchema,
      reason: z.enum(DISCARD_REASONS),
    }),
    takeBackSave: z.strictObject({ ...saveChoice, pin: givenPinSchema }),
    goOnWithApp: z.strictObject(otherAppChoice),
    discardApp: z.strictObject({ ...otherAppChoice, reason: z.enum(DISCARD_REASONS) }),
    sendNow: nothing,
    setLocale: z.strictObject({ locale: z.enum(LOCALES) }),
    setSound: z.strictObject({ isOn: z.boolean() }),
    keepDraft: draftSchema,
    getDraft: nothing,
    dropDraft: nothing,
    getSettings: z.strictObject({ pin: givenPinSchema }),
    saveSettings: z.strictObject({ pin: givenPinSchema, settings: settingsInputSchema }),
    setUp: z.strictObject({ settings: settingsInputSchema, managerPin: newPinSchema }),
    changePin: z.strictObject({ pin: givenPinSchema, newPin: newPinSchema }),
    replaceKey: z.strictObject({ pin: givenPinSchema }),
    acceptProvision: z.strictObject({ pin: givenPinSchema, question: z.int().positive() }),
    declineProvision: nothing,
    testConnection: z.strictObject({ pin: givenPinSchema, gateway: gatewayInputSchema }),
    chooseQueueFile: z.strictObject({ pin: givenPinSchema, direction: z.enum(MOVE_DIRECTIONS) }),
    moveQueue: z.strictObject({
      pin: givenPinSchema,
      question: z.int().positive(),
      passphrase: z.string().max(LONGEST_PASSPHRASE),
    }),
    closeMove: nothing,
    tryKeyAgain: nothing,
    startNewQueue: z.strictObject({ pin: z.union([givenPinSchema, z.literal('')]) }),
  } satisfies Record<CallName, z.ZodType>;
}

export type ParsedArgument<Name extends CallName> = z.output<ReturnType<typeof callSchemas>[Name]>;

const MEMBER_CODE = /^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/;

/**
 * A refused argument as a bridge error: wrong member fields as a code for each field (the first of
 * several), anything else as a refusal of the whole call.
 */
export function describeRefusal(error: z.ZodError): BridgeError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const [part, field] = issue.path;
    if (part !== 'member' || typeof field !== 'string' || !MEMBER_CODE.test(issue.message)) {
      return { code: 'request.refused' };
    }
    fields[field] ??= issue.message;
  }
  return { code: 'input.invalid', fields };
}
