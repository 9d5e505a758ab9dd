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
