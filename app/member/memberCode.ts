import { MEMBER_FIELDS, type OuterType } from './memberFields.ts';
import { withoutUnseen } from './unseen.ts';

/** A member code as it is compared and sent: without what cannot be seen, and without spaces at its ends. */
export function normaliseCode(input: string): string {
  return withoutUnseen(input).trim();
}

/** Nothing but signs that a keyboard has keys for, and no blanks. */
export function hasCodeSigns(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

/** An empty text is none. */
export function isCode(code: string): boolean {
  return code !== '' && hasCodeSigns(code) && code.length <= MEMBER_FIELDS.outerId.maximumLength;
}

/** The member code of a form with its kind, or null where one of them is missing or wrong. */
export function codeOf(input: {
  outerId: string;
  outerType: OuterType | null;
}): { outerId: string; outerType: OuterType } | null {
  const { outerType } = input;
  const outerId = normaliseCode(input.outerId);
  return isCode(outerId) && outerType !== null ? { outerId, outerType } : null;
}
