import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { topDialog } from '../parts/openDialogs.ts';

/** The hot key has brought the window up. What is open over the form stays what was being done. */
export function usePhoneAsked(toPhone: () => void): void {
  const bridge = useBridge();
  const latest = useRef(toPhone);
  useEffect(() => {
    latest.current = toPhone;
  });
  useEffect(
    () =>
      bridge.onPhoneAsked(() => {
        if (topDialog() === null) latest.current();
      }),
    [bridge],
  );
}
