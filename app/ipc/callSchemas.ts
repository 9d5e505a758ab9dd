import { z } from 'zod';
import type { CalendarDate } from '../member/birthday.ts';
import { memberSchema } from '../member/memberSchema.ts';
import { isMobile, normalisePhone } from '../member/phone.ts';
import { givenPinSchema, newPinSchema } from '../settings/pin.ts';
import { LOCALES } from '../settings/provision.ts';
import { gatewayInputSchema, settingsInputSchema } from '../settings/settingsInput.ts';
import type { BridgeError, CallName } from './bridge.ts';

/** An idempotency id as the page makes it: 32 hex digits. */
export const requestIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const nothing = z.null();

/** What each call takes at the door of the main process. `today`: the till's calendar day. */
export function callSchemas(today: CalendarDate) {
  return {
    getTill: nothing,
    getOutbox: nothing,
    registerMember: z.strictObject({
      requestId: requestIdSchema,
      operatorId: z.string().min(1).max(128),
      member: memberSchema(today),
      correctionOf: requestIdSchema.nullable(),
    }),
    findMember: z.strictObject({
      mobile: z.string().max(64).transform(normalisePhone).refine(isMobile),
    }),
    sendNow: nothing,
    setLocale: z.strictObject({ locale: z.enum(LOCALES) }),
    setSound: z.strictObject({ isOn: z.boolean() }),
    getSettings: z.strictObject({ pin: givenPinSchema }),
    saveSettings: z.strictObject({ pin: givenPinSchema, settings: settingsInputSchema }),
    setUp: z.strictObject({ settings: settingsInputSchema, managerPin: newPinSchema }),
    changePin: z.strictObject({ pin: givenPinSchema, newPin: newPinSchema }),
    testConnection: z.strictObject({ pin: givenPinSchema, gateway: gatewayInputSchema }),
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
