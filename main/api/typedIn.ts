import type { ApiMember } from '../../app/api/apiSchemas.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';

/** The form as it would stand if somebody had typed this: what is left out is empty. */
export function typedIn(member: ApiMember): MemberInput {
  const given = Object.entries(member).filter(([, value]) => value !== undefined);
  return { ...EMPTY_MEMBER, ...Object.fromEntries(given) };
}
