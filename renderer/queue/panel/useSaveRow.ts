import { useEffect, useState } from 'react';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';

/** One save as it is now, wherever it has gone in the meantime; null before it is known. */
export function useSaveRow(slip: string | null, view: OutboxView | null): SaveRow | null {
  const bridge = useBridge();
  const [row, setRow] = useState<SaveRow | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new view means that the queue has moved
  useEffect(() => {
    if (slip === null) return setRow(null);
    let gone = false;
    bridge.listSaves({ filter: 'all', search: slip, offset: 0, limit: 1 }).then(
      (reply) => {
        if (!gone && reply.ok) setRow(reply.value.rows[0] ?? null);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [bridge, slip, view]);
  return row?.slip === slip ? row : null;
}
