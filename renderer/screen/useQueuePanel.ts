import { useState } from 'react';
import { closeThenFocus } from '../focus/closeThenFocus.ts';
import { focusLastField } from '../focus/lastField.ts';
import { useUntilLock } from '../lock/useUntilLock.ts';

/** The queue panel, open or not, and the save that it was opened for. After it focus and caret are where they were. */
export function useQueuePanel(isLocked: boolean) {
  const panel = useUntilLock(isLocked);
  const [slip, setSlip] = useState<string | null>(null);
  const openAt = (chosen: string | null) => {
    setSlip(chosen);
    panel.open();
  };
  return {
    ...panel,
    /** Null where it was opened for none. */
    slip,
    open: () => openAt(null),
    openAt,
    close: () => closeThenFocus(panel.close, focusLastField),
    /** While it is only being loaded there is no focus to be given back. */
    drop: panel.close,
  };
}
