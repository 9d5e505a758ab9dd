import { createContext, useContext } from 'react';
import type { Identity } from '../../app/outbox/identity.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';

/** What a page that lies over the counter may do with its form. */
export interface Counter {
  /** Fills it with a save that is to be corrected. */
  correct: (draft: CorrectionDraft) => void;
  /** It is asked to erase them: what stands in the form now may be theirs. To be called back once that is answered. */
  noteErasing: (identity: Identity) => () => void;
}

export const CounterContext = createContext<Counter | null>(null);

export function useCounterForm(): Counter {
  const counter = useContext(CounterContext);
  if (counter === null) throw new Error('not over a counter');
  return counter;
}
