import { NO_VERDICT } from './classify.ts';
import type { Outcome } from './outcome.ts';
import type { Answer } from './readAnswer.ts';

/**
 * Whether an answer is surely all that is said to its call. What says nothing of the save itself may not be: a gateway that waits no
 * longer for the service behind it may have that one's answer still to say; and what has sent a call a second time by itself says
 * both answers, of which that of the copy is a 31, or what the first was refused with before its sign was looked at. What comes
 * behind would be taken for the answer to the next call on that connection. `read` and `outcome`: of the same answer.
 */
export function isLastWord({ kind }: Answer, outcome: Outcome): boolean {
  // What the service itself refuses with a code of its own is about the save.
  if (outcome.class === 'unknown') return kind === 'result' && outcome.code !== NO_VERDICT;
  return outcome.class === 'accepted' || outcome.class === 'rejected';
}
