import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';

/**
 * The window is about to go, and waits for the page's word: `keep` resolves when what was typed is kept, or cannot be, and
 * says which. Null: somebody else answers.
 */
export function useKeepAsked(keep: (() => Promise<boolean>) | null): void {
  const bridge = useBridge();
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  useEffect(
    () =>
      bridge.onKeepAsked(({ question }) => {
        const tell = (isKept: boolean) => bridge.tellKept({ question, isKept });
        void latest
          .current?.()
          .then(tell)
          // A program that answers nothing waits for no word either.
          .catch(() => undefined);
      }),
    [bridge],
  );
}
