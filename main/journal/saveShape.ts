import {
  CLOSED_REASONS,
  DISCARD_REASONS,
  HELD_REASONS,
  MOST_COUNTED,
  SAVE_STATES,
  type Save,
} from '../../app/outbox/save.ts';

/** No date lies further from 1970 (ms). */
const MAX_TIME = 8.64e15;

type Is = (value: unknown) => boolean;

const isText: Is = (value) => typeof value === 'string';
const isCount: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** As many as a till counts of one save. */
const isTally: Is = (value) => isCount(value) && Number(value) <= MOST_COUNTED;
/** No part of a ms is ever written of a clock, and some of a wait. */
const isTime: Is = (value) => typeof value === 'number' && Math.abs(value) <= MAX_TIME;
const orNull =
  (is: Is): Is =>
  (value) =>
    value === null || is(value);
const oneOf =
  (values: readonly unknown[]): Is =>
  (value) =>
    values.includes(value);

/** An object whose fields are like this; whatever else it has is not looked at. */
function of(fields: Readonly<Record<string, Is>>): Is {
  const names = Object.keys(fields);
  const all = Object.values(fields);
  // Asked for every save of a start.
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const record = value as Record<string, unknown>;
    for (let at = 0; at < names.length; at += 1) {
      if (all[at]?.(record[names[at] ?? '']) !== true) return false;
    }
    return true;
  };
}

const timeOrNull = orNull(isTime);
const textOrNull = orNull(isText);
const absent: Is = (value) => value === undefined;

const isSave = of({
  identityKeys: (value) => Array.isArray(value) && value.every(isText),
  masked: of({ mobile: isText, name: isText }),
  operatorId: isText,
  createdAt: isTime,
  state: oneOf(SAVE_STATES),
  attempts: isTally,
  undecided: isTally,
  firstUnknownAt: timeOrNull,
  lentAt: timeOrNull,
  nextAttemptAt: timeOrNull,
  lastOutcome: orNull(
    of({
      class: isText,
      code: isText,
      subCode: isText,
      field: (value) => absent(value) || textOrNull(value),
    }),
  ),
  // Formats before 6 had the word for closing in its place.
  heldReason: orNull(oneOf([...HELD_REASONS, ...CLOSED_REASONS])),
  closedReason: orNull(oneOf(CLOSED_REASONS)),
  closing: orNull(of({ reason: oneOf(DISCARD_REASONS), operatorId: isText })),
  customerId: textOrNull,
  correctionOf: textOrNull,
  settledAt: timeOrNull,
  sentAt: timeOrNull,
  consent: orNull(of({ at: isTime, noticeVersion: isText, operatorId: isText })),
  brandId: textOrNull,
  shopId: textOrNull,
  app: textOrNull,
  contentKey: textOrNull,
  imported: orNull(of({ exportedAt: isTime, before: isCount, madeAt: isTime })),
  sealedWords: textOrNull,
});

/**
 * Whether what a line says is a save as a till writes one. Nothing seals a line: a field of another kind, which somebody
 * has written there, is to end neither a start nor a list nor the tidying.
 */
export function hasShape(save: Save): boolean {
  return isSave(save);
}
