import { useState } from 'react';
import { flushSync } from 'react-dom';
import { focusField } from '../form/focusField.ts';
import { useUntilLock } from '../lock/useUntilLock.ts';

/** The queue panel, open or not, and the save that it was opened for. After it the next thing is a customer. */
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
    close: () => {
      // A dialog that goes gives the focus back to where it was; only then can it go elsewhere.
      flushSync(panel.close);
      focusField('mobile');
    },
  };
}
