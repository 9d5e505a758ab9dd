import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isBlank } from '../../app/member/unseen.ts';

export type FieldName = keyof MemberInput;

/** The order on the screen. The first wrong field in this order gets the focus. */
export const FIELD_ORDER: readonly FieldName[] = [
  'mobile',
  'name',
  'gender',
  'birthday',
  'outerType',
  'outerId',
  'remark',
];

export const LAST_FIELD: FieldName = 'remark';

/**
 * Where Enter goes from a field: to the next field, or `save` from the last one. The kind of a
 * member code is asked for only when there is a code without one.
 */
export function afterEnter(
  field: FieldName,
  values: Pick<MemberInput, 'outerId' | 'outerType'>,
): FieldName | 'save' {
  switch (field) {
    case 'mobile':
      return 'name';
    case 'name':
      return 'gender';
    case 'gender':
      return 'birthday';
    case 'birthday':
      return 'outerId';
    case 'outerType':
      return isBlank(values.outerId) ? 'outerId' : LAST_FIELD;
    case 'outerId':
      return !isBlank(values.outerId) && values.outerType === null ? 'outerType' : LAST_FIELD;
    case 'remark':
      return 'save';
  }
}
