import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { kindOf, originOf } from '../../app/totals/kinds.ts';
import type { Days, Side } from '../../app/totals/reconciliation.ts';
import { describeSave } from '../outbox/describeOutbox.ts';
import { inSlices } from '../outbox/inSlices.ts';
import { countsIn } from './reconcile.ts';
import type { Totals } from './totals.ts';

export interface RowsQuery extends Days {
  side: Side;
  offset: number;
  limit: number;
}

/** A page of the rows behind a number, newest first, masked; what is forgotten has none. */
export async function rowsBehind(
  { saves, totals }: { saves: Pick<Saves, 'values' | 'originalOf'>; totals: Pick<Totals, 'view'> },
  { side, offset, limit, ...days }: RowsQuery,
): Promise<{ rows: SaveLine[]; total: number }> {
  const isOfThem = countsIn(days, totals.view());
  const found: Save[] = [];
  await inSlices([...saves.values()], (save) => {
    if (isOfThem(save) && (kindOf(save) === side || originOf(save) === side)) found.push(save);
  });
  found.sort((one, other) => other.sequence - one.sequence);
  const rows = found.slice(offset, offset + limit).map((save) => describeSave(saves, save));
  return { rows, total: found.length };
}
