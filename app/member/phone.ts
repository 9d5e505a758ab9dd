import { toHalfWidth } from './halfWidth.ts';
import { withoutUnseen } from './unseen.ts';

/** A mainland mobile number. Number-plan libraries refuse live segments, so the rule is the bare shape. */
const MOBILE = /^1[3-9]\d{9}$/;

/**
 * What a cashier or a scanner typed, as the eleven digits that are meant: full-width digits become
 * plain ones, spaces, dashes and brackets go, with all that cannot be seen (a number copied from a
 * contact card stands between U+202A and U+202C), and so do the prefixes +86, 0086 and 86.
 * Text that is no phone number comes back cleaned but otherwise as it was.
 */
export function normalisePhone(input: string): string {
  const compact = toHalfWidth(withoutUnseen(input)).replace(/[\s\-‐-―−().·]/g, '');
  const withoutPrefix = compact.replace(/^(?:\+86|0086|86)(?=1\d{10}$)/, '');
  return withoutPrefix;
}

export function isMobile(digits: string): boolean {
  return MOBILE.test(digits);
}

/**
 * What can be wrong with a phone number. `grouping`: its eleven digits stand as in North America (1-415-555-0100), and
 * whoever has typed them is asked.
 */
export type PhoneProblem = 'invalid' | 'characters' | 'tooLong' | 'foreign' | 'grouping';

/** A country's code in front that is not +86; `+8` may still become it. */
const FOREIGN = /^(?:\+|00)(?!$|8$|86)/;
/** 1-3-3-4 as it is written of the North American Numbering Plan. Bare digits never are. */
const NORTH_AMERICAN = /^1[\s\-.(]+\d{3}[\s\-.)]+\d{3}[\s\-.]+\d{4}$/;

/** What is wrong with a phone number as it was typed, or null: nothing is, or nothing was typed. */
export function phoneProblem(input: string): PhoneProblem | null {
  const text = toHalfWidth(withoutUnseen(input)).trim();
  const digits = normalisePhone(input);
  if (digits === '') return null;
  if (isMobile(digits)) return NORTH_AMERICAN.test(text) ? 'grouping' : null;
  if (FOREIGN.test(digits)) return 'foreign';
  if (!/^\+?\d*$/.test(digits)) return 'characters';
  return digits.replace(/^(?:\+86|0086|86)/, '').length > 11 ? 'tooLong' : 'invalid';
}
