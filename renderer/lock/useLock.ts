import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Bridge } from '../../app/ipc/bridge.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { IdleTimer } from './IdleTimer.ts';

const HANDS = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Whether the screen is locked, which the main process remembers: pages come and go. `wasLocked`: how this one has found
 * it. `minutes`: 0 for never by itself, also not when the system asks.
 */
export function useLock(minutes: number, wasLocked: boolean, onLock: () => void) {
  const bridge = useBridge();
  const [isLocked, setLocked] = useState(wasLocked);
  const latest = useRef(onLock);
  useEffect(() => {
    latest.current = onLock;
  });
  const lock = useRef(() => {
    tell(bridge, true);
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
    tell(bridge, false);
    setLocked(false);
  };
  return { isLocked, lock: lock.current, unlock };
}

/** A program that does not hear it cannot be helped from here. */
function tell(bridge: Pick<Bridge, 'tellLocked'>, isLocked: boolean): void {
  bridge.tellLocked({ isLocked }).catch(() => undefined);
}
