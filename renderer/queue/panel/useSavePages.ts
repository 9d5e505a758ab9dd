import { useEffect, useState } from 'react';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { SavePages, type SaveQuery } from './SavePages.ts';

/**
 * The rows of a filter and a search, kept up to date; null until they are asked for, and while nothing is. Never those
 * of another filter or search: whoever reads them acts on what he finds there. `size`: rows that are asked for at once.
 */
export function useSavePages(
  query: SaveQuery | null,
  view: OutboxView | null,
  size?: number,
): SavePages | null {
  const bridge = useBridge();
  const [pages, setPages] = useState<SavePages | null>(null);
  const [, setVersion] = useState(0);
  const { filter, search } = query ?? {};
  useEffect(() => {
    if (filter === undefined || search === undefined) return setPages(null);
    const tell = () => setVersion((version) => version + 1);
    const next = new SavePages(bridge.listSaves, { filter, search }, tell, size);
    setPages(next);
    return () => next.stop();
  }, [bridge, filter, search, size]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new view means that the queue has moved
  useEffect(() => pages?.renew(), [pages, view]);
  // In the drawing in which something else is asked for, the state is still what was asked for before.
  const isAsked = pages?.query.filter === filter && pages?.query.search === search;
  return isAsked ? pages : null;
}
