import type { GivenConsent } from '../../app/consent/consent.ts';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { KnownMember } from '../../app/ipc/registration.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import type { Comparison } from '../../app/outbox/comparison.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import { NONE_UNCHOSEN, type Unchosen } from '../form/unchosen.ts';
import { hasIdentity } from './identity.ts';
import type { Result } from './result.ts';

/** The two boxes of the consent as they are ticked. */
export interface Ticks {
  agreed: Omit<GivenConsent, 'marketing'> | null;
  marketing: boolean;
}

/**
 * What the cashier has said of a number, or a member code, that this till knows. It stays with it: no later answer about
 * it, no clearing that is undone and no save whose answer was lost takes it back.
 */
export type Choice = Identity & {
  kind: 'correct' | 'add';
  member: KnownMember;
  /** What a hand has changed in the correction, also to nothing: the till fills in none of it any more. */
  decided: readonly FieldName[];
  /** Whom another till has by the other identity, and whom the customer is added beside as well; or null. */
  besides: string | null;
};

/** A member that this till knows. `none`: nobody has asked to correct or to add anything, so nothing is sent. */
export interface Known {
  member: KnownMember;
  choice: 'none' | Choice['kind'];
}

/**
 * A question to the till about a number, or a member code. The same one asked about once more is another question, and
 * object.
 */
export type Question = Identity & { kind: 'asking' };

/** The till does not say yet, and is asked again after so many seconds. */
export type PutOff = Identity & { kind: 'later'; waitSeconds: number };

/** What is known about the phone number in a form, or about its member code. */
export type Lookup =
  /** There is no whole number, or no code with its kind. */
  | { kind: 'none' }
  | Question
  | PutOff
  | (Identity & { kind: 'answered'; member: KnownMember | null });

/** What the till has put into empty fields of a correction: it was registered of the member that is corrected. */
export interface Completion {
  /** The request id of that member's save. */
  of: string;
  /** What no hand has changed since. */
  values: Partial<MemberInput>;
  /** False while the form is about another number: then it stands in no field. */
  isIn: boolean;
}

/** One customer's form: everything that belongs to it and to nobody else. */
export interface CustomerForm {
  /** 32 hex digits. It stays through every failed attempt, so that trying again never makes two members. */
  requestId: string;
  values: MemberInput;
  unchosen: Unchosen;
  ticks: Ticks;
  /** What was ticked was for another brand than the till's, and counts no more. */
  isConsentLost: boolean;
  /** The save of the queue that the form was filled from, or null. */
  correcting: CorrectionDraft | null;
  /** Of the phone number, which goes before the code. */
  lookup: Lookup;
  codeLookup: Lookup;
  choice: Choice | null;
  completion: Completion | null;
  /** The save that the till has been asked to read for it, and has not answered about yet; or null. */
  reading: string | null;
  /** The correction that somebody has seen and wanted: it is not asked about once more, or null. */
  confirmed: Pick<RegisterRequest, 'member' | 'correctionOf'> | null;
  /** The answer to a save of it was lost: it may be registered. */
  isInDoubt: boolean;
  /** Whom that save corrects, or null: whoever is found by it is this member, as long as this form goes under its id. */
  doubted: KnownMember | null;
  /** The id of a save that this form had been stored as before its content changed, or null. */
  apartFrom: string | null;
  /**
   * A crash has left it behind, and nobody has brought it back yet. `locked`: it was behind the lock, or to be, and is to
   * be seen only by somebody who has said since who he is.
   */
  offer: 'open' | 'locked' | null;
  /** It has come in by itself, after a crash or from another program, and no hand has taken it yet; or null. */
  cameIn: CameIn | null;
}

/** `at`: monotonic ms. */
export interface CameIn {
  at: number;
  /** Who was at the till before it, and whom it has brought. */
  operatorBefore: string;
  operatorBrought: string;
}

/**
 * A save under way. `values`: what was in the form when it was asked for; nothing else is sent. `pressedAt`: monotonic
 * ms.
 */
export type Pending =
  | { step: 'validating' | 'looking-up'; values: MemberInput; pressedAt: number }
  /** What the corrected member was registered with is still to come: without it, fields would be emptied. */
  | { step: 'reading'; values: MemberInput; pressedAt: number }
  /** Main is asked what the correction would change. */
  | { step: 'comparing'; request: RegisterRequest }
  /** Somebody is shown what it would change. */
  | { step: 'confirming'; request: RegisterRequest; comparison: Comparison }
  /** `isSecond`: the first id stood for other content already. */
  | { step: 'storing'; request: RegisterRequest; isSecond: boolean };

export interface Registration {
  form: CustomerForm;
  /** What was cleared, and F3 brings back: until the next customer, the lock, or for two minutes; or null. */
  aside: CustomerForm | null;
  /** What somebody was filling in when a correction came, and what a crash has left behind. F3 brings the last one. */
  interrupted: readonly CustomerForm[];
  /** Null: the form is free to be edited. */
  pending: Pending | null;
  result: Result;
  /** The slip of a correction that came while a save was under way, and was not opened; or null. */
  missed: string | null;
  /** Whoever opens a correction now is not at the till any more. */
  isLocked: boolean;
  /** When the form was last emptied by a press of "save" (monotonic ms). */
  savedAt: number;
}

/** Who stands at the counter, and what customers agree to there. */
export interface Counter {
  operatorId: string;
  operatorIds: readonly string[];
  brandId: string;
  noticeVersion: string;
}

/** Nobody of this till is chosen, or who was is none of it any more. */
export function isNobodyThere({ operatorId, operatorIds }: Counter): boolean {
  return !operatorIds.includes(operatorId);
}

/** Within this time after a save (ms), a press on the empty form is the bounce of the one that saved. */
const BOUNCE_MS = 500;

/** Nobody has seen and understood by then what has come in by itself (ms). */
const READ_AFTER_MS = 1_000;

export const NO_TICKS: Ticks = { agreed: null, marketing: false };

export function newCustomerForm(
  requestId: string,
  values: MemberInput = EMPTY_MEMBER,
): CustomerForm {
  return {
    requestId,
    values,
    unchosen: NONE_UNCHOSEN,
    ticks: NO_TICKS,
    isConsentLost: false,
    correcting: null,
    lookup: { kind: 'none' },
    codeLookup: { kind: 'none' },
    choice: null,
    completion: null,
    reading: null,
    confirmed: null,
    isInDoubt: false,
    doubted: null,
    apartFrom: null,
    offer: null,
    cameIn: null,
  };
}

export function newRegistration(requestId: string): Registration {
  return {
    form: newCustomerForm(requestId),
    aside: null,
    interrupted: [],
    pending: null,
    result: { kind: 'idle' },
    missed: null,
    isLocked: false,
    savedAt: Number.NEGATIVE_INFINITY,
  };
}

export function isEmpty({ values }: Pick<CustomerForm, 'values'>): boolean {
  return FIELD_ORDER.every((name) => (values[name] ?? '') === '');
}

export function hasSameValues(one: MemberInput, other: MemberInput): boolean {
  return FIELD_ORDER.every((name) => one[name] === other[name]);
}

/** What is known of whose a form is. */
type Answered = Pick<CustomerForm, 'requestId' | 'lookup' | 'codeLookup' | 'doubted'>;

/** `now`: monotonic ms. */
export function isBounce({ form, savedAt }: Registration, now: number): boolean {
  return isEmpty(form) && now - savedAt < BOUNCE_MS;
}

/**
 * The form has come in by itself, and nobody can have read it yet. Whatever is said meanwhile, and by whatever key that is
 * ended, changes nothing of that. `now`: monotonic ms.
 */
export function isUnread({ form, isLocked }: Registration, now: number): boolean {
  return form.cameIn !== null && !isLocked && now - form.cameIn.at < READ_AFTER_MS;
}

/** The last customer is served, and nobody has touched the form since: there is nothing to save, and nothing is wrong. */
export function isServed({ form, result }: Pick<Registration, 'form' | 'result'>): boolean {
  const { agreed, marketing } = form.ticks;
  const isDone = result.kind === 'saved' || result.kind === 'known' || result.kind === 'refused';
  return isDone && isEmpty(form) && agreed === null && !marketing;
}

/**
 * The answer that says whose the form is: of the number, or where nobody is known by that, of the code; or null. A save
 * whose answer was lost is no other member: it is this form's own, and says nothing but whom it corrects. `of`: only one
 * that names this save.
 */
export function answerOf(
  { requestId, lookup, codeLookup, doubted }: Answered,
  of: string | null = null,
): (Identity & { member: KnownMember }) | null {
  for (const one of [lookup, codeLookup]) {
    if (one.kind !== 'answered') continue;
    const member = one.member?.requestId === requestId ? doubted : one.member;
    if (member !== null && (of ?? member.requestId) === member.requestId) return { ...one, member };
  }
  return null;
}

/**
 * Whether an answer is under way that may still say whose the form is. Whoever is added beside the member of a number may be
 * one by the code.
 */
export function isAsking(form: Answered & Pick<CustomerForm, 'choice' | 'values'>): boolean {
  const { lookup, codeLookup, choice, values } = form;
  if (lookup.kind === 'asking') return true;
  const isAdding = choice?.kind === 'add' && hasIdentity(values, choice);
  return codeLookup.kind === 'asking' && (isAdding || answerOf(form) === null);
}

/**
 * Whom the number, or the code, belongs to, as far as anybody has to say something of it: whoever corrects a save of the
 * queue has chosen already.
 */
export function knownOf(form: CustomerForm): Known | null {
  const { correcting, choice, values } = form;
  if (correcting !== null) return null;
  if (choice !== null && hasIdentity(values, choice)) {
    const other = choice.kind === 'add' ? memberBesides(form, choice) : null;
    if (other !== null) return { member: other, choice: 'none' };
    return { member: choice.member, choice: choice.kind };
  }
  const { member } = answerOf(form) ?? {};
  if (member === undefined) return null;
  return { member, choice: 'none' };
}

/** Who is added beside the member of a number, and is one by the code, or the other way round; or null. */
function memberBesides(
  { requestId, lookup, codeLookup }: CustomerForm,
  choice: Choice,
): KnownMember | null {
  const other = 'mobile' in choice ? codeLookup : lookup;
  const member = other.kind === 'answered' ? other.member : null;
  if (member === null) return null;
  const own = [requestId, choice.member.requestId, choice.besides];
  return own.includes(member.requestId) ? null : member;
}

/** The id of the save that this form puts right, or null for a new member. */
export function correctionOf(form: CustomerForm): string | null {
  if (form.correcting !== null) return form.correcting.requestId;
  const known = knownOf(form);
  return known?.choice === 'correct' ? known.member.requestId : null;
}

/**
 * Whether a save of this form takes the customer's word. A correction goes under the consent of what it corrects,
 * unless something new is agreed to; and of a member who is known nothing is sent at all.
 */
export function takesConsent(form: CustomerForm): boolean {
  if (knownOf(form)?.choice === 'none') return false;
  return correctionOf(form) === null || form.ticks.marketing;
}

/**
 * What the customer agrees to as the boxes stand, or null. A tick holds for one brand and one version of its notice
 * only, and as long as who has asked the customer is of this till.
 */
export function consentOf(
  { ticks }: Pick<CustomerForm, 'ticks'>,
  counter: Counter,
): GivenConsent | null {
  const { agreed, marketing } = ticks;
  if (agreed?.brandId !== counter.brandId) return null;
  if (agreed.noticeVersion !== counter.noticeVersion) return null;
  return counter.operatorIds.includes(agreed.operatorId) ? { ...agreed, marketing } : null;
}

export function ticksOf(consent: GivenConsent | null): Ticks {
  if (consent === null) return NO_TICKS;
  const { marketing, ...agreed } = consent;
  return { agreed, marketing };
}
