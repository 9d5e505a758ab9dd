import { codeOf } from '../../app/member/memberCode.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import type { Identity } from '../../app/outbox/identity.ts';

/** The whole phone number of a form as the till compares it, or null. */
export function mobileOf(values: MemberInput): { mobile: string } | null {
  const mobile = normalisePhone(values.mobile ?? '');
  return isMobile(mobile) ? { mobile } : null;
}

/** The identity alone of what was asked or chosen by it. */
export function identityIn(asked: Identity): Identity {
  if ('mobile' in asked) return { mobile: asked.mobile };
  const { outerId, outerType } = asked;
  return { outerId, outerType };
}

export function isSameIdentity(one: Identity | null, other: Identity | null): boolean {
  if (one === null || other === null) return one === other;
  if ('mobile' in one) return 'mobile' in other && one.mobile === other.mobile;
  if ('mobile' in other) return false;
  return one.outerId === other.outerId && one.outerType === other.outerType;
}

/** Whether a form still has what somebody was chosen by. A phone number may come beside a code: both are that member's. */
export function hasIdentity(values: MemberInput, identity: Identity): boolean {
  const now = 'mobile' in identity ? mobileOf(values) : codeOf(values);
  return isSameIdentity(now, identityIn(identity));
}
