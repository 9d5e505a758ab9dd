import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';

/** What somebody is said to have typed, as a form that has nothing in its other fields. Its own schema judges it. */
export function typedIn(member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return { ...EMPTY_MEMBER, ...member };
}
