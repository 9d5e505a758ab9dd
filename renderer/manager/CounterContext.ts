import { createContext, useContext } from 'react';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { ErasedPerson } from '../save/erasedPerson.ts';

/** What a page that lies over the counter may do with its form. */
export interface Counter {
  /** Fills it with a save that is to be corrected. */
  correct: (draft: CorrectionDraft) => void;
  /** What stands in the form, or waits for it; null: nothing does. */
  typed: () => MemberInput | null;
  /** Nothing of them stays in a form, in whichever one it is. */
  forgetPerson: (person: ErasedPerson) => void;
}

export const CounterContext = createContext<Counter | null>(null);

export function useCounterForm(): Counter {
  const counter = useContext(CounterContext);
  if (counter === null) throw new Error('not over a counter');
  return counter;
}
