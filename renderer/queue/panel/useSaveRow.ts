import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { useSavePages } from './useSavePages.ts';

/** One save as it is now, wherever it has gone in the meantime; null before it is known. */
export function useSaveRow(slip: string | null, view: OutboxView | null): SaveRow | null {
  const pages = useSavePages(slip === null ? null : { filter: 'all', search: slip }, view, 1);
  const row = pages?.rowAt(0);
  return row?.slip === slip ? row : null;
}
