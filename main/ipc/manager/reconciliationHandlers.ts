import type { RECONCILIATION_CALLS } from '../../../app/ipc/manager/reconciliationCalls.ts';
import type { Till } from '../../till.ts';
import { reconcile } from '../../totals/reconcile.ts';
import { rowsBehind } from '../../totals/rowsBehind.ts';
import type { Handlers } from '../handle.ts';
import { done } from '../reply.ts';

/** What became of everybody, on the manager's page. */
export function createReconciliationHandlers({
  outbox: { saves },
  totals,
}: Pick<Till, 'outbox' | 'totals'>): Pick<Handlers, keyof typeof RECONCILIATION_CALLS> {
  const from = { saves, totals };
  return {
    reconcile: async (days) => done(await reconcile(from, days)),
    listReconciled: async (query) => done(await rowsBehind(from, query)),
  };
}
