import type { GatewayWords } from '../../app/gateway/outcome.ts';
import { FURTHEST_DATE } from '../../app/outbox/dates.ts';
import {
  CLOSED_REASONS,
  DISCARD_REASONS,
  HELD_REASONS,
  MOST_COUNTED,
  SAVE_STATES,
  type Save,
} from '../../app/outbox/save.ts';

/** What a line says in the place of this: nothing is known of any field. */
type Told<Kind> = { readonly [Field in keyof Kind]?: unknown };

const isText = (value: unknown) => typeof value === 'string';
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';
const isTextIfAny = (value: unknown) => value === undefined || isText(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
/** As many as a till counts of one save. */
const isTally = (value: unknown) => isCount(value) && Number(value) <= MOST_COUNTED;
/** No part of a ms is ever written of a clock, and some of a wait. */
const isTime = (value: unknown) => typeof value === 'number' && Math.abs(value) <= FURTHEST_DATE;
const isTimeOrNull = (value: unknown) => value === null || isTime(value);

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value);
}

/** An object: whatever else it has beside the fields that are looked at is not looked at. */
function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function areTexts(values: unknown): boolean {
  return Array.isArray(values) && values.every(isText);
}

function isMasked(masked: unknown): boolean {
  if (!isRecord(masked)) return false;
  const { mobile, name }: Told<Save['masked']> = masked;
  return isText(mobile) && isText(name);
}

function isOutcome(outcome: unknown): boolean {
  if (!isRecord(outcome)) return false;
  const told: Told<NonNullable<Save['lastOutcome']> & Pick<GatewayWords, 'text' | 'traceId'>> =
    outcome;
  const isField = told.field === undefined || isTextOrNull(told.field);
  const areWords = isTextIfAny(told.text) && isTextIfAny(told.traceId);
  return isText(told.class) && isText(told.code) && isText(told.subCode) && isField && areWords;
}

function isClosing(closing: unknown): boolean {
  if (!isRecord(closing)) return false;
  const { reason, operatorId, run }: Told<NonNullable<Save['closing']>> = closing;
  const isRun = run === undefined || isText(run);
  return isOneOf(DISCARD_REASONS, reason) && isText(operatorId) && isRun;
}

function isConsent(consent: unknown): boolean {
  if (!isRecord(consent)) return false;
  const { at, noticeVersion, operatorId }: Told<NonNullable<Save['consent']>> = consent;
  return isTime(at) && isText(noticeVersion) && isText(operatorId);
}

function isImported(imported: unknown): boolean {
  if (!isRecord(imported)) return false;
  const { exportedAt, before, madeAt }: Told<NonNullable<Save['imported']>> = imported;
  return isTime(exportedAt) && isCount(before) && isTime(madeAt);
}

/** Formats before 6 had the word for closing in its place. */
function isHeldReason(reason: unknown): boolean {
  return reason === null || isOneOf(HELD_REASONS, reason) || isOneOf(CLOSED_REASONS, reason);
}

/**
 * Whether what a line says is a save as a till writes one. Nothing seals a line: a field of another kind, which somebody
 * has written there, is to end neither a start nor a list nor the tidying.
 */
export function hasShape(save: Told<Save>): boolean {
  // Asked for every save of a start, so each field is written out: a table of checks that is gone through takes longer.
  return (
    areTexts(save.identityKeys) &&
    isMasked(save.masked) &&
    isText(save.operatorId) &&
    isTime(save.createdAt) &&
    isOneOf(SAVE_STATES, save.state) &&
    isTally(save.attempts) &&
    isTally(save.undecided) &&
    isTimeOrNull(save.firstUnknownAt) &&
    isTimeOrNull(save.lentAt) &&
    isTimeOrNull(save.nextAttemptAt) &&
    (save.lastOutcome === null || isOutcome(save.lastOutcome)) &&
    isHeldReason(save.heldReason) &&
    (save.closedReason === null || isOneOf(CLOSED_REASONS, save.closedReason)) &&
    (save.closing === null || isClosing(save.closing)) &&
    isTextOrNull(save.customerId) &&
    isTextOrNull(save.correctionOf) &&
    isTimeOrNull(save.settledAt) &&
    isTimeOrNull(save.sentAt) &&
    (save.consent === null || isConsent(save.consent)) &&
    isTextOrNull(save.brandId) &&
    isTextOrNull(save.shopId) &&
    isTextOrNull(save.app) &&
    isTextOrNull(save.contentKey) &&
    isTextOrNull(save.factsKey) &&
    (save.imported === null || isImported(save.imported)) &&
    isTextOrNull(save.sealedWords)
  );
}
