import { useRef, useState } from 'react';
import type { BridgeError, BridgeResult } from '../../app/ipc/bridge.ts';
import { useIsShown } from '../parts/useIsShown.ts';

/** What has become of what was to be stored. `failure` null: it is stored, and holds. */
export interface Stored {
  what: 'settings' | 'pin' | 'key';
  failure: BridgeError['code'] | 'no-answer' | null;
}

/** Stores it; null where the screen was closed meanwhile, and the outcome is told by `onLate`. */
export type Store = (
  what: Stored['what'],
  ask: () => Promise<BridgeResult<unknown>>,
) => Promise<Stored | null>;

/**
 * What is being stored cannot be called back: until its outcome is known nobody closes the screen by hand, as if it were
 * discarded. The lock closes it all the same, and whoever put the window away; then `onLate` is told.
 */
export function useStoring(onLate: (stored: Stored) => void) {
  const isShown = useIsShown();
  const isUnderWay = useRef(false);
  const [isStoring, setStoring] = useState(false);
  const [isAwaited, setAwaited] = useState(false);
  const store: Store = async (what, ask) => {
    isUnderWay.current = true;
    setStoring(true);
    setAwaited(false);
    const answer = await ask().catch(() => null);
    isUnderWay.current = false;
    setStoring(false);
    const failure = answer?.ok ? null : (answer?.error.code ?? 'no-answer');
    if (isShown.current) return { what, failure };
    onLate({ what, failure });
    return null;
  };
  /** Whether it has to be waited for. It is said from then on that somebody does. */
  const isToWait = () => {
    if (isUnderWay.current) setAwaited(true);
    return isUnderWay.current;
  };
  return { store, isToWait, isStoring, isAwaited: isStoring && isAwaited };
}
