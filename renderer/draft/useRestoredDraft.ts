import { useEffect, useRef } from 'react';
import type { RestoredDraft } from '../../app/draft/draft.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';

/** Asks once for what a crash has left behind. */
export function useRestoredDraft(onDraft: (draft: RestoredDraft) => void): void {
  const bridge = useBridge();
  const latest = useRef(onDraft);
  const hasAsked = useRef(false);
  useEffect(() => {
    latest.current = onDraft;
  });
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    bridge.getDraft().then(
      (answer) => {
        if (answer.ok && answer.value !== null) latest.current(answer.value);
      },
      () => undefined,
    );
  }, [bridge]);
}
