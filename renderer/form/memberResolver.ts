import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver } from 'react-hook-form';
import type { CalendarDate } from '../../app/member/birthday.ts';
import { type Member, type MemberInput, memberSchema } from '../../app/member/memberSchema.ts';

type MemberResolver = Resolver<MemberInput, unknown, Member>;

/** The shared schema for the form. A till that stays on past midnight checks against the new day. */
export function createMemberResolver(today: () => CalendarDate): MemberResolver {
  let latest: { day: CalendarDate; resolver: MemberResolver } | null = null;
  return (values, context, options) => {
    const day = today();
    if (latest?.day !== day) latest = { day, resolver: zodResolver(memberSchema(day)) };
    return latest.resolver(values, context, options);
  };
}
