import { useState } from 'react';
import { flushSync } from 'react-dom';
import { focusField } from '../form/focusField.ts';

/** The queue panel, open or not. After it the next thing is a customer. */
export function useQueuePanel() {
  const [isOpen, setOpen] = useState(false);
  return {
    isOpen,
    open: () => setOpen(true),
    close: () => {
      // A dialog that goes gives the focus back to where it was; only then can it go elsewhere.
      flushSync(() => setOpen(false));
      focusField('mobile');
    },
  };
}
