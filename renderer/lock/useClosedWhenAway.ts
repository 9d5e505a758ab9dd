import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';

/**
 * What stands open behind the manager's PIN goes when the PC was away, or its user has locked it: also on a till that never
 * locks by itself, where nothing else closes it, whoever comes back need not be who has opened it.
 */
export function useClosedWhenAway(close: () => void): void {
  const bridge = useBridge();
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => bridge.onLockAsked(() => latest.current()), [bridge]);
}
