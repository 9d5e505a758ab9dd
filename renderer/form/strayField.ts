import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import { afterEnter } from './keyFlow.ts';

/**
 * Where a character goes that is typed where nothing takes text, or that the pad types; null: nowhere.
 * A letter is of a name; beside the code and the birthday a digit is theirs, else it is of the phone number, unless that
 * is whole: one digit more would only spoil it.
 */
export function strayField(
  text: string,
  focused: HTMLElement | null,
  values: MemberInput,
): FieldName | null {
  if (/^\p{L}/u.test(text)) return 'name';
  if (!isDigit(text)) return null;
  if (focused?.closest('.picker')) return 'birthday';
  if (focused instanceof HTMLSelectElement) return 'outerId';
  if (!isMobile(normalisePhone(values.mobile))) return 'mobile';
  // Whoever has forgotten the gender types what comes after it. What stands there already is not written on.
  const isAtGender = focused instanceof HTMLInputElement && focused.name === 'gender';
  const next = isAtGender ? afterEnter('gender', values) : null;
  return next === 'birthday' && values.birthday === '' ? 'birthday' : null;
}

export function isDigit(text: string): boolean {
  return /^[\d０-９]/.test(text);
}
