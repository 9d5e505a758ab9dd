import type { Outcome } from './outcome.ts';

/** What the gateway says of the service behind it without a `sub_code`. */
const SERVICE_FAILED = ['15', '50'];

/**
 * Whether an answer is surely all that is said to its call. What says nothing of the save itself may not be: a gateway that waits no
 * longer for the service behind it may have that one's answer still to say; and what has sent a call a second time by itself says
 * both answers, of which that of the copy is a 31, or what the first was refused with before its sign was looked at. What comes
 * behind would be taken for the answer to the next call on that connection.
 */
export function isLastWord(outcome: Outcome): boolean {
  if (outcome.class === 'unknown') return !SERVICE_FAILED.includes(outcome.code);
  return outcome.class === 'accepted' || outcome.class === 'rejected';
}
