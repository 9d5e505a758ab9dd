import type { CallUrgency } from '../state/relayState.ts';

export const CALL_HEADER = 'tillside-call';
export const NEXT_HEADER = 'tillside-next';

/** More saves than any till holds; what is above counts as so many. */
const MOST_WAITING = 1_000_000;

/** What a till says of its call. */
export interface Said {
  urgency: Exclude<CallUrgency, 'report'>;
  /** How many saves wait beside it, or null. */
  waiting: number | null;
}

/** Whoever says nothing, or not in these words, is a foreign client. */
export function readCallHeader(header: string | string[] | undefined): Said {
  const [, urgency, digits] =
    /^(counter|backlog)(?:;waiting=(\d{1,9}))?$/.exec(typeof header === 'string' ? header : '') ??
    [];
  if (urgency === undefined) return { urgency: 'foreign', waiting: null };
  const waiting = digits === undefined ? null : Math.min(Number(digits), MOST_WAITING);
  return { urgency: urgency as 'counter' | 'backlog', waiting };
}

/** `next`: ms. In seconds, rounded up to whole ms: never too early. */
export function nextHeader(next: number): string {
  return String(Math.ceil(next) / 1_000);
}

/**
 * What is left of `next` (ms) when the answer leaves, `since` ms after it was decided: whoever counts from then on would
 * else come late by all that the call has taken. But an appointment is one to the end, and no leave to come as one likes (0).
 */
export function leftOf(next: number | null, since: number): number | null {
  return next === null || next === 0 ? next : Math.max(1, next - since);
}
