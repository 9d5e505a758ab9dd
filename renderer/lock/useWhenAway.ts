import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useBridge } from '../bridge/BridgeContext.tsx';

/**
 * Does what is to be done when the PC was away, its user has locked it, or the window was put away: also on a till that never
 * locks by itself, whoever comes back need not be who has left. What stands open behind the manager's PIN closes by it, and
 * what is typed unseen is emptied.
 */
export function useWhenAway(act: () => void): void {
  const bridge = useBridge();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    // Drawn at once: the next hand is to find nothing of it.
    const leave = () => flushSync(() => latest.current());
    const stops = [bridge.onLockAsked(leave), bridge.onPutAway(leave)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge]);
}
