import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver } from 'react-hook-form';
import { type CalendarDate, calendarDate } from '../../app/member/birthday.ts';
import { type Member, type MemberInput, memberSchema } from '../../app/member/memberSchema.ts';

type MemberResolver = Resolver<MemberInput, unknown, Member>;

let latest: { today: CalendarDate; resolver: MemberResolver } | null = null;

/** The shared schema for the form. A till that stays on past midnight checks against the new day. */
export const memberResolver: MemberResolver = (values, context, options) => {
  const today = calendarDate(new Date());
  if (latest?.today !== today) latest = { today, resolver: zodResolver(memberSchema(today)) };
  return latest.resolver(values, context, options);
};
