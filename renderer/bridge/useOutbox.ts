import { useEffect, useState } from 'react';
import type { OutboxView } from '../../app/outbox/outboxView.ts';
import { useBridge } from './BridgeContext.tsx';

/** The outbox as main last told it, or null before the first word. */
export function useOutbox(): OutboxView | null {
  const bridge = useBridge();
  const [view, setView] = useState<OutboxView | null>(null);
  useEffect(() => {
    let heard = false;
    const stop = bridge.onOutboxChanged((next) => {
      heard = true;
      setView(next);
    });
    bridge.getOutbox().then(
      (answer) => {
        // An event that came meanwhile is newer than this answer.
        if (answer.ok && !heard) setView(answer.value);
      },
      () => undefined,
    );
    return () => {
      heard = true;
      stop();
    };
  }, [bridge]);
  return view;
}
