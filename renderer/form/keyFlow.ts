import { FIELD_NAMES, type FieldName, MEMBER_FIELDS } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isBlank } from '../../app/member/unseen.ts';

/** The order on the screen. The first wrong field in this order gets the focus. */
export const FIELD_ORDER: readonly FieldName[] = [...FIELD_NAMES].sort(
  (a, b) => MEMBER_FIELDS[a].place - MEMBER_FIELDS[b].place,
);

/**
 * Where Enter goes from a field: to the next field, or `save` from the last one. The kind of a
 * member code is asked for only when there is a code without one.
 */
export function afterEnter(
  field: FieldName,
  values: Pick<MemberInput, 'outerId' | 'outerType'>,
): FieldName | 'save' {
  const hasCode = !isBlank(values.outerId);
  if (field === 'outerId' && hasCode && values.outerType === null) return 'outerType';
  const after = field === 'outerType' && hasCode ? 'outerId' : field;
  const next = FIELD_ORDER[FIELD_ORDER.indexOf(after) + 1] ?? 'save';
  return next === 'outerType' ? 'outerId' : next;
}
