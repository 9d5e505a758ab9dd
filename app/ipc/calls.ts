import { z } from 'zod';
import { COMPUTER_ANSWERS } from '../computer/computerQuestion.ts';
import { givenConsentSchema } from '../consent/consent.ts';
import { draftSchema } from '../draft/draft.ts';
import type { CalendarDate } from '../member/birthday.ts';
import { memberSchema } from '../member/memberSchema.ts';
import { isWellFormed } from '../member/wellFormed.ts';
import { MOVE_DIRECTIONS } from '../move/moveCalls.ts';
import { MAX_PASSPHRASE_LENGTH } from '../move/passphrase.ts';
import type { Comparison } from '../outbox/comparison.ts';
import type { OutboxView } from '../outbox/outboxView.ts';
import type { CorrectionDraft } from '../outbox/queueCalls.ts';
import { requestIdSchema } from '../outbox/requestId.ts';
import { DISCARD_REASONS } from '../outbox/save.ts';
import { MAX_PAGE_ROWS, SAVE_FILTERS, type SaveList } from '../outbox/saveList.ts';
import type { ConnectionReport } from '../settings/connectionTest.ts';
import { LOCALES } from '../settings/locales.ts';
import { givenPinSchema, newPinSchema } from '../settings/pin.ts';
import { proxyInputSchema } from '../settings/proxyAccount.ts';
import { gatewayInputSchema, settingsInputSchema } from '../settings/settingsInput.ts';
import type { SettingsView } from '../settings/settingsView.ts';
import { identitySchema } from './identitySchema.ts';
import { MANAGER_CALLS, openManagerCall } from './manager/managerCalls.ts';
import { formAnswerSchema, type OfferedForm } from './offeredForm.ts';
import type { KnownMember, Registered } from './registration.ts';
import type { RestoredDraft } from './restoredDraft.ts';
import { type ArgumentSchema, nothing, operatorIdSchema, takes } from './takes.ts';
import type { TillView } from './tillView.ts';

const operatorId = operatorIdSchema;

/** Whether it is somebody of this till is known behind that check. */
const givenConsent = givenConsentSchema.extend({
  operatorId: operatorId.refine(isWellFormed),
});

const pin = givenPinSchema;

/** Which save, and who stands at the till. */
const saveChoice = { requestId: requestIdSchema, operatorId };

/** What was made for one brand and app, and who decides about it. */
const otherAppChoice = {
  brandId: z.string().max(128).nullable(),
  app: z.string().max(2_000).nullable(),
  operatorId,
  pin,
};

const reason = z.enum(DISCARD_REASONS);

/** What the manager decides at once about all that is held for another app; gives how many it was done with. */
export const OTHER_APP_CALLS = {
  /** They leave under the present app, with the same bytes: of the same brand only. */
  goOnWithApp: takes(z.strictObject(otherAppChoice)).gives<{ saves: number }>(),
  discardApp: takes(z.strictObject({ ...otherAppChoice, reason })).gives<{ saves: number }>(),
};

/** The calls of the queue panel. */
export const QUEUE_CALLS = {
  listSaves: takes(
    z.strictObject({
      filter: z.enum(SAVE_FILTERS),
      search: z.string().max(64),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(MAX_PAGE_ROWS),
    }),
  ).gives<SaveList>(),
  /** Unmasks one save, which leaves a line in the audit trail. */
  readForCorrection: takes(z.strictObject(saveChoice)).gives<CorrectionDraft>(),
  /** `pin`: null while none was asked for; then a save that needs the manager is refused. */
  sendHeldAgain: takes(z.strictObject({ ...saveChoice, pin: pin.nullable() })).gives<null>(),
  discardSave: takes(z.strictObject({ ...saveChoice, pin, reason })).gives<null>(),
  requeueSave: takes(z.strictObject({ ...saveChoice, pin })).gives<null>(),
  ...OTHER_APP_CALLS,
};

/** The manager's calls. */
export const SETTINGS_CALLS = {
  getSettings: takes(z.strictObject({ pin })).gives<SettingsView>(),
  saveSettings: takes(
    z.strictObject({
      pin,
      settings: settingsInputSchema,
      /** `SettingsView.revision` of what was shown: others that have come since are not written over. */
      revision: z.int().nonnegative(),
    }),
  ).gives<null>(),
  /** The first settings of a till that has none, and the manager's first PIN; of one that is lost, the PIN of before. */
  setUp: takes(
    z.strictObject({
      settings: settingsInputSchema,
      /** Null: the one that the machine's file gives, which no page knows. */
      managerPin: newPinSchema.nullable(),
    }),
  ).gives<null>(),
  changePin: takes(z.strictObject({ pin, newPin: newPinSchema })).gives<null>(),
  /** A new data key; sealing anew goes on in the background, and `TillView` tells until when the old one is needed. */
  replaceKey: takes(z.strictObject({ pin })).gives<null>(),
  /** The provisioning that the window asks about is taken over, by the manager's word, or put off. */
  acceptProvision: takes(z.strictObject({ pin, question: z.int().positive() })).gives<null>(),
  declineProvision: takes(nothing).gives<null>(),
  /** On a till that has no settings yet no PIN is asked for. */
  testConnection: takes(
    z.strictObject({
      pin,
      gateway: gatewayInputSchema,
      /** As in the settings: null: nothing is told to a proxy; left out: what is stored is. */
      proxy: proxyInputSchema.nullable().optional(),
    }),
  ).gives<ConnectionReport>(),
};

/** How the queue moves into a file and out of one. No body and no path of the page's choice is in any of them. */
export const MOVE_CALLS = {
  /** The system's own dialog asks for a file; once one is chosen, the window asks about it. */
  chooseQueueFile: takes(z.strictObject({ pin, direction: z.enum(MOVE_DIRECTIONS) })).gives<null>(),
  /** The manager's word for one question. */
  moveQueue: takes(
    z.strictObject({
      pin,
      question: z.int().positive(),
      passphrase: z.string().max(MAX_PASSPHRASE_LENGTH),
    }),
  ).gives<null>(),
  /** Not now, or: the report was read. */
  closeMove: takes(nothing).gives<null>(),
};

/**
 * Page → main: every call. Main, preload, page and the page's double all derive from this table: a new call needs its
 * row, its handler and its double, and nothing else.
 */
export const CALLS = {
  getTill: takes(nothing).gives<TillView>(),
  getOutbox: takes(nothing).gives<OutboxView>(),
  registerMember: takes((today: CalendarDate) =>
    z.strictObject({
      /** Made when the form was opened: one id is one intention. */
      requestId: requestIdSchema,
      operatorId,
      member: memberSchema(today),
      /** The request id of the save that this one corrects. */
      correctionOf: requestIdSchema.nullable(),
      /** Null only for a correction, which goes under the consent of the save that it corrects. */
      consent: givenConsent.nullable(),
    }),
  ).gives<Registered>(),
  /** Whether this till knows the phone number, or the member code, by its keyed hash; null where it does not. */
  findMember: takes(identitySchema).gives<KnownMember | null>(),
  /** What the correction of a save would change; unmasks what differs, which leaves a line in the audit trail. */
  compareMember: takes((today: CalendarDate) =>
    z.strictObject({ ...saveChoice, member: memberSchema(today) }),
  ).gives<Comparison>(),
  /** Try to send now instead of at the next due time. */
  sendNow: takes(nothing).gives<null>(),
  setLocale: takes(z.strictObject({ locale: z.enum(LOCALES) })).gives<null>(),
  setSound: takes(z.strictObject({ isOn: z.boolean() })).gives<null>(),
  /** Keeps what is typed, sealed and durable, in place of the draft before. */
  keepDraft: takes(draftSchema).gives<null>(),
  /** The draft that a crash or a power cut left behind, or null. */
  getDraft: takes(nothing).gives<RestoredDraft | null>(),
  dropDraft: takes(nothing).gives<null>(),
  /** The screen is locked now, or is not: the next page begins so. */
  tellLocked: takes(z.strictObject({ isLocked: z.boolean() })).gives<null>(),
  /** Whether what was typed when `keepAsked` came is on the disk: as long as it is not, nothing but the page has it. */
  tellKept: takes(
    z.strictObject({ question: z.int().positive(), isKept: z.boolean() }),
  ).gives<null>(),
  /** What a program of this PC would have in the form (`formOffered`), or null. */
  getOfferedForm: takes(nothing).gives<OfferedForm | null>(),
  /** What became of it. */
  answerOffer: takes(formAnswerSchema).gives<null>(),
  ...SETTINGS_CALLS,
  ...QUEUE_CALLS,
  ...MOVE_CALLS,
  openManager: openManagerCall,
  ...MANAGER_CALLS,
  /** The manager's word about what has come along from another computer. Without a PIN known, `pin` is empty. */
  answerComputer: takes(
    z.strictObject({ pin: z.union([pin, z.literal('')]), answer: z.enum(COMPUTER_ANSWERS) }),
  ).gives<null>(),
  /** Asks the key store again now; nothing else happens. */
  tryKeyAgain: takes(nothing).gives<null>(),
  /** Sets aside what the key has sealed, and begins anew. Without a PIN known, `pin` is empty. */
  startNewQueue: takes(z.strictObject({ pin: z.union([pin, z.literal('')]) })).gives<null>(),
};

export const CALL_NAMES = Object.keys(CALLS) as (keyof typeof CALLS)[];

export function takesArgument(name: keyof typeof CALLS): boolean {
  return CALLS[name].argument !== nothing;
}

/** What was made for a day, which all calls of it share: making one takes a millisecond. */
const madeFor = new Map<string, { today: CalendarDate; schema: z.ZodType }>();

/** What a call takes. `today`: the day that birthdays are held against. */
export function argumentSchema(name: keyof typeof CALLS, today: CalendarDate): z.ZodType {
  const argument: ArgumentSchema = CALLS[name].argument;
  if (typeof argument !== 'function') return argument;
  const made = madeFor.get(name);
  if (made?.today === today) return made.schema;
  const schema = argument(today);
  madeFor.set(name, { today, schema });
  return schema;
}
