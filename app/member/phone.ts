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
