import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { topDialog } from '../parts/openDialogs.ts';

/** The hot key, or a link, has brought the window up. What is open over the form stays what was being done. */
export function usePhoneAsked(toPhone: { byKey: () => void; byLink: () => void }): void {
  const bridge = useBridge();
  const latest = useRef(toPhone);
  useEffect(() => {
    latest.current = toPhone;
  });
  useEffect(() => {
    const stopKey = bridge.onPhoneAsked(() => {
      if (topDialog() === null) latest.current.byKey();
    });
    const stopLink = bridge.onFormAsked(() => {
      if (topDialog() === null) latest.current.byLink();
    });
    return () => {
      stopKey();
      stopLink();
    };
  }, [bridge]);
}
