import type { Consent } from '../../app/consent/consent.ts';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { KnownMember } from '../../app/ipc/registration.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { FIELD_ORDER } from '../form/keyFlow.ts';
import type { Result } from './result.ts';

/** The two boxes of the consent as they are ticked. */
export interface Ticks {
  agreed: Omit<Consent, 'marketing'> | null;
  marketing: boolean;
}

/** A member that this till knows, and what the cashier wants of the form: to correct or to add. */
export interface Known {
  member: KnownMember;
  isCorrection: boolean;
}

/** What is known about the phone number in the form. `mobile`: as it is compared, without spaces. */
export type Lookup =
  /** There is no whole number. */
  | { kind: 'none' }
  | { kind: 'asking'; mobile: string }
  /** The till does not say yet, and is asked again after so many seconds. */
  | { kind: 'later'; mobile: string; waitSeconds: number }
  | { kind: 'answered'; mobile: string; known: Known | null };

/** One customer's form: everything that belongs to it and to nobody else. */
export interface CustomerForm {
  /** 32 hex digits. It stays through every failed attempt, so that trying again never makes two members. */
  requestId: string;
  values: MemberInput;
  ticks: Ticks;
  /** The save of the queue that the form was filled from, or null. */
  correcting: CorrectionDraft | null;
  lookup: Lookup;
  /** The id of a save that this form had been stored as before its content changed, or null. */
  apartFrom: string | null;
}

/** A save under way. `values`: what was in the form when it was asked for; nothing else is sent. */
export type Pending =
  | { step: 'validating' | 'looking-up'; values: MemberInput }
  /** `isSecond`: the first id stood for other content already. */
  | { step: 'storing'; request: RegisterRequest; isSecond: boolean };

export interface Registration {
  form: CustomerForm;
  /** What F3 brings back, or null. */
  aside: CustomerForm | null;
  /** Null: the form is free to be edited. */
  pending: Pending | null;
  result: Result;
  /** When the last save was confirmed (monotonic ms). */
  savedAt: number;
}

/** Who stands at the counter, and what customers agree to there. */
export interface Counter {
  operatorId: string;
  operatorIds: readonly string[];
  noticeVersion: string;
}

/** Within this time after a save (ms), a press on the empty form is the bounce of the one that saved. */
const BOUNCE_MS = 500;

const NO_TICKS: Ticks = { agreed: null, marketing: false };

export function newCustomerForm(
  requestId: string,
  values: MemberInput = EMPTY_MEMBER,
): CustomerForm {
  const lookup: Lookup = { kind: 'none' };
  return { requestId, values, ticks: NO_TICKS, correcting: null, lookup, apartFrom: null };
}

export function newRegistration(requestId: string): Registration {
  return {
    form: newCustomerForm(requestId),
    aside: null,
    pending: null,
    result: { kind: 'idle' },
    savedAt: Number.NEGATIVE_INFINITY,
  };
}

export function isEmpty({ values }: Pick<CustomerForm, 'values'>): boolean {
  return FIELD_ORDER.every((name) => (values[name] ?? '') === '');
}

/** `now`: monotonic ms. */
export function isBounce({ form, savedAt }: Registration, now: number): boolean {
  return isEmpty(form) && now - savedAt < BOUNCE_MS;
}

/** The whole phone number of a form as the till compares it, or an empty text. */
export function wholeMobile(values: MemberInput): string {
  const mobile = normalisePhone(values.mobile ?? '');
  return isMobile(mobile) ? mobile : '';
}

/** Whom the number belongs to. A save whose answer was lost is no other member: it is this form's own. */
export function knownOf({ lookup, requestId }: CustomerForm): Known | null {
  if (lookup.kind !== 'answered' || lookup.known === null) return null;
  return lookup.known.member.requestId === requestId ? null : lookup.known;
}

/** The id of the save that this form puts right, or null for a new member. */
export function correctionOf(form: CustomerForm): string | null {
  if (form.correcting !== null) return form.correcting.requestId;
  const known = knownOf(form);
  return known?.isCorrection ? known.member.requestId : null;
}

/**
 * What the customer agrees to as the boxes stand, or null. A tick holds for one version of the notice only, and as long
 * as who has asked the customer is of this till.
 */
export function consentOf(
  { ticks }: Pick<CustomerForm, 'ticks'>,
  counter: Counter,
): Consent | null {
  const { agreed, marketing } = ticks;
  if (agreed?.noticeVersion !== counter.noticeVersion) return null;
  return counter.operatorIds.includes(agreed.operatorId) ? { ...agreed, marketing } : null;
}

export function ticksOf(consent: Consent | null): Ticks {
  if (consent === null) return NO_TICKS;
  const { marketing, ...agreed } = consent;
  return { agreed, marketing };
}
