import { createContext, useContext, useState } from 'react';

interface FormNow {
  /** How often the form has become another one. */
  filled: number;
  /** It is being saved. */
  busy: boolean;
}

/** The form behind everything that is opened, wherever it is opened from. */
export const FormNowContext = createContext<FormNow>({ filled: 0, busy: false });

/**
 * Whether a save has begun since this was first drawn, or the form has become another one: what was asked for then was
 * asked for with the customer before.
 */
export function useIsOutlived(): boolean {
  const now = useContext(FormNowContext);
  const [first] = useState(now);
  return now.filled !== first.filled || (now.busy && !first.busy);
}
