import { useEffect, useState } from 'react';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import type { SaveFilter } from '../../../app/outbox/saveList.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { SavePages } from './SavePages.ts';

/** The rows of a filter and a search, kept up to date; null until the panel is drawn. */
export function useSavePages(
  filter: SaveFilter,
  search: string,
  view: OutboxView | null,
): SavePages | null {
  const bridge = useBridge();
  const [pages, setPages] = useState<SavePages | null>(null);
  const [, setVersion] = useState(0);
  useEffect(() => {
    const next = new SavePages(bridge.listSaves, { filter, search }, () =>
      setVersion((version) => version + 1),
    );
    setPages(next);
    return () => next.stop();
  }, [bridge, filter, search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new view means that the queue has moved
  useEffect(() => pages?.renew(), [pages, view]);
  return pages;
}
