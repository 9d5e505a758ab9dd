/** What a till says of a call to a relay: whether a customer waits for it, and how many saves wait beside it. */
export interface CallSaid {
  urgency: 'counter' | 'backlog';
  waiting: number;
}

/** More than this is said as this: it makes no difference to anybody. */
const MOST_WAITING = 99_999;

/** The value of the header `Tillside-Call`. */
export function callHeader({ urgency, waiting }: CallSaid): string {
  return `${urgency};waiting=${Math.min(Math.max(0, waiting), MOST_WAITING)}`;
}
