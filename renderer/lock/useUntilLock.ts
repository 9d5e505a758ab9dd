import { createContext, useContext, useState } from 'react';

/** Whether the screen is locked, for what stands anywhere on it. */
export const LockedContext = createContext(false);

/**
 * Something that is opened over the form and loaded for it. A lock closes it, also while it is only being
 * loaded: whoever unlocks must not find what somebody else has asked for.
 */
export function useUntilLock(isLocked: boolean) {
  const [wasOpened, setOpened] = useState(false);
  if (isLocked && wasOpened) setOpened(false);
  return {
    isOpen: wasOpened && !isLocked,
    open: () => setOpened(true),
    close: () => setOpened(false),
  };
}

/** The same, below the screen that says whether it is locked. */
export function useOpenUntilLock() {
  return useUntilLock(useContext(LockedContext));
}
