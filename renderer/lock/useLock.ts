import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { IdleTimer } from './IdleTimer.ts';

const KEY = 'locked';
const HANDS = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Whether the screen is locked; a page that is loaded anew stays so. `minutes`: 0 for never by itself, also not when the
 * system asks.
 */
export function useLock(minutes: number, onLock: () => void) {
  const bridge = useBridge();
  const [isLocked, setLocked] = useState(() => sessionStorage.getItem(KEY) !== null);
  const latest = useRef(onLock);
  useEffect(() => {
    latest.current = onLock;
  });
  const lock = useRef(() => {
    sessionStorage.setItem(KEY, 'yes');
    latest.current();
    // Drawn at once: what comes to stand behind it now is to be in no frame before it.
    flushSync(() => setLocked(true));
  });
  useEffect(() => {
    if (isLocked || minutes === 0) return;
    const timer = new IdleTimer(minutes * 60_000, lock.current);
    const stop = bridge.onLockAsked(() => lock.current());
    const touch = (event: Event) => {
      if (timer.touch()) return;
      // Whoever comes now has not seen what is being covered, and does nothing to it.
      if (event.type !== 'wheel') event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const hand of HANDS)
      window.addEventListener(hand, touch, { capture: true, passive: hand === 'wheel' });
    return () => {
      timer.stop();
      stop();
      for (const hand of HANDS) window.removeEventListener(hand, touch, { capture: true });
    };
  }, [bridge, isLocked, minutes]);
  const unlock = () => {
    sessionStorage.removeItem(KEY);
    setLocked(false);
  };
  return { isLocked, lock: lock.current, unlock };
}
