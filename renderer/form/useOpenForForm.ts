import { createContext, useContext, useState } from 'react';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';

/** How often the form has become another one. */
export const FilledContext = createContext(0);

/**
 * What is opened for the form as it stands. The lock, a save and another form close it, also while it is only being
 * loaded: it must not come up over the next customer, and take the keys of that one.
 */
export function useOpenForForm(busy: boolean) {
  const part = useOpenUntilLock();
  const filled = useContext(FilledContext);
  const [openedAt, setOpenedAt] = useState(filled);
  if (part.isOpen && (busy || openedAt !== filled)) part.close();
  const open = () => {
    setOpenedAt(filled);
    part.open();
  };
  return { ...part, open };
}
