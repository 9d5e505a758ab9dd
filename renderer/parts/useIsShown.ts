import { type RefObject, useEffect, useRef } from 'react';

/** Whether the part still stands there, for what is answered late. */
export function useIsShown(): RefObject<boolean> {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return isShown;
}
