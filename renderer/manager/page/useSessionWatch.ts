import { useEffect } from 'react';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import type { ManagerParts } from './ManagerContext.ts';

/** How often is looked whether the session still stands (ms). It keeps nobody in it. */
const LOOK_EVERY_MS = 2_000;

/**
 * Notices that the session has ended also where nobody asks for anything: whoever has left the page open has left what is on
 * it. `isWatching`: false once it is known.
 */
export function useSessionWatch(call: ManagerParts['call'], isWatching: boolean): void {
  const bridge = useBridge();
  useEffect(() => {
    if (!isWatching) return;
    const timer = setInterval(() => void call(() => bridge.getTransferProgress()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [bridge, call, isWatching]);
}
