import { useContext, useState } from 'react';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';
import { FormNowContext } from '../parts/FormNowContext.ts';

/**
 * What is opened for the form as it stands, and writes into it. The lock, a save and another form close it, also where
 * it was there already: it must not write into the form of the next customer.
 */
export function useOpenForForm() {
  const part = useOpenUntilLock();
  const { filled, busy } = useContext(FormNowContext);
  const [openedAt, setOpenedAt] = useState(filled);
  if (part.isOpen && (busy || openedAt !== filled)) part.close();
  const open = () => {
    setOpenedAt(filled);
    part.open();
  };
  return { ...part, open };
}
