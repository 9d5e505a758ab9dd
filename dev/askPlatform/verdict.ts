import type { Came, Interview } from './Interview.ts';

/** What one question came to. `answer`: a word or two; null where it stays open. */
export interface Verdict {
  answer: string | null;
  says: string;
  basis: string;
  outbox: string;
}

export interface Question {
  id: string;
  title: string;
  ask(interview: Interview): Promise<Verdict>;
}

/** What the answers of this API can show and what they cannot. */
export const BY_IDS =
  'Inferred from the customer ids that came back: the same id for two requests means the same customer. No answer shows what was stored.';
export const BY_CODE = 'Said by the answer itself.';
export const NOT_SHOWN = 'No answer shows it: no call that reads a customer is known to us.';

export function known(answer: string, says: string, basis: string, outbox: string): Verdict {
  return { answer, says, basis, outbox };
}

export function open(says: string, outbox: string, basis: string = NOT_SHOWN): Verdict {
  return { answer: null, says, basis, outbox };
}

export function isAccepted(came: Came): boolean {
  return came.kind === 'accepted';
}

/** The service or the gateway said no; silence and foreign pages are no "no". */
export function isRefused(came: Came): boolean {
  return came.kind === 'business' || came.kind === 'error';
}

/** The customer id, where there is one: the platform's own sample says "true" there. */
export function customerOf(came: Came): string | null {
  if (came.kind !== 'accepted') return null;
  return ['', 'true', 'false'].includes(came.result) ? null : came.result;
}

/** Whether two answers name one customer; null where one of them names none. */
export function isSame(one: Came, other: Came): boolean | null {
  const [first, second] = [customerOf(one), customerOf(other)];
  return first === null || second === null ? null : first === second;
}

/** An answer in a few words. */
export function told(came: Came): string {
  switch (came.kind) {
    case 'accepted':
      return `accepted, result "${came.result}", result_code "${came.resultCode}"`;
    case 'business':
      return `biz_success false, result_code "${came.resultCode}"`;
    case 'error':
      return `error ${came.code}${came.subCode ? ` ${came.subCode}` : ''}`;
    case 'foreign':
      return `HTTP ${came.httpStatus}, not of the API`;
    case 'failure':
      return `no answer (${came.text})`;
    case 'unasked':
      return `not asked: ${came.why}`;
  }
}

/** Why two answers cannot be compared. */
export function whyUnclear(...came: Came[]): string {
  const odd = came.find((one) => customerOf(one) === null);
  if (odd === undefined) return 'the answers do not decide it';
  if (odd.kind === 'accepted') return `"result" holds no customer id ("${odd.result}")`;
  return told(odd);
}
