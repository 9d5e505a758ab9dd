import { isCode, normaliseCode } from '../../../../app/member/memberCode.ts';
import { OUTER_TYPES } from '../../../../app/member/memberFields.ts';
import { isMobile, normalisePhone } from '../../../../app/member/phone.ts';
import type { Identity } from '../../../../app/outbox/identity.ts';

/** By what a person is looked up: the phone number, or a member code of a kind. */
export const LOOKED_UP_BY = ['mobile', ...OUTER_TYPES] as const;
export type LookedUpBy = (typeof LOOKED_UP_BY)[number];

/** What was typed as a whole number or code, or null where it is none: parts find nobody. */
export function typedIdentity(by: LookedUpBy, typed: string): Identity | null {
  if (by === 'mobile') {
    const mobile = normalisePhone(typed);
    return isMobile(mobile) ? { mobile } : null;
  }
  const outerId = normaliseCode(typed);
  return isCode(outerId) ? { outerId, outerType: by } : null;
}

/** Whether what was typed names the same person. */
export function isSameIdentity(typed: string, identity: Identity): boolean {
  const by = 'mobile' in identity ? 'mobile' : identity.outerType;
  return JSON.stringify(typedIdentity(by, typed)) === JSON.stringify(identity);
}
