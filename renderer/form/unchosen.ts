import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { READ_FIRST_MS } from '../focus/layers.ts';
import { FIELD_ORDER } from './keyFlow.ts';

/**
 * The fields in which an input method was left in the middle of a word: its letters, or its first guess, stand there,
 * and nobody has chosen them. `refusedAt`: when a press was refused for it (monotonic ms), or null where it is only said
 * at the field.
 */
export type Unchosen = Readonly<Partial<Record<FieldName, { refusedAt: number | null }>>>;

export const NONE_UNCHOSEN: Unchosen = {};

/** What has been edited since is somebody's word. The same object where that is none of them. */
export function stillUnchosen(
  unchosen: Unchosen,
  before: MemberInput,
  values: MemberInput,
): Unchosen {
  const kept = Object.entries(unchosen).filter(([name]) => {
    const field = name as FieldName;
    return before[field] === values[field];
  });
  return kept.length === Object.keys(unchosen).length ? unchosen : Object.fromEntries(kept);
}

/**
 * The first field whose word nobody can have looked at, or null. Who presses once more after a refusal has looked, and
 * means it: handwriting and speech end a word by themselves, and must not be locked out. `now`: monotonic ms.
 */
export function unseenIn(unchosen: Unchosen, now: number): FieldName | null {
  const isUnseen = (name: FieldName) => {
    const word = unchosen[name];
    if (word === undefined) return false;
    return word.refusedAt === null || now - word.refusedAt < READ_FIRST_MS;
  };
  return FIELD_ORDER.find(isUnseen) ?? null;
}

/** Refused once is enough: impatient presses put nothing off. `now`: monotonic ms. */
export function refusedFor(unchosen: Unchosen, field: FieldName, now: number): Unchosen {
  return { ...unchosen, [field]: { refusedAt: unchosen[field]?.refusedAt ?? now } };
}
