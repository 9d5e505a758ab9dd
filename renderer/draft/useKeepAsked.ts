import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';

/**
 * The window is about to go, and waits for the page's word that what was typed is kept: `keep` resolves when it is, or
 * cannot be. Null: somebody else answers.
 */
export function useKeepAsked(keep: (() => Promise<void>) | null): void {
  const bridge = useBridge();
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  useEffect(
    () =>
      bridge.onKeepAsked(({ question }) => {
        const tell = () => bridge.tellKept({ question });
        void latest
          .current?.()
          .then(tell)
          // A program that answers nothing waits for no word either.
          .catch(() => undefined);
      }),
    [bridge],
  );
}
