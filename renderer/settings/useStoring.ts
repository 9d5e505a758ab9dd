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
 * What is being stored cannot be called back: until the outcome of all of it is known nobody closes the screen by hand, as if it were
 * discarded; a new data key is still being made when a PIN is stored meanwhile. The lock closes it all the same, and whoever put the window away; then `onLate` is told.
 */
export function useStoring(onLate: (stored: Stored) => void) {
  const isShown = useIsShown();
  const underWay = useRef(0);
  const [isStoring, setStoring] = useState(false);
  const [isAwaited, setAwaited] = useState(false);
  const store: Store = async (what, ask) => {
    underWay.current += 1;
    setStoring(true);
    setAwaited(false);
    const answer = await ask().catch(() => null);
    underWay.current -= 1;
    setStoring(underWay.current > 0);
    const failure = answer?.ok ? null : (answer?.error.code ?? 'no-answer');
    if (isShown.current) return { what, failure };
    onLate({ what, failure });
    return null;
  };
  /** Whether it has to be waited for. It is said from then on that somebody does. */
  const isToWait = () => {
    if (underWay.current > 0) setAwaited(true);
    return underWay.current > 0;
  };
  return { store, isToWait, isStoring, isAwaited: isStoring && isAwaited };
}
