import type { RECONCILIATION_CALLS } from '../../../app/ipc/manager/reconciliationCalls.ts';
import { CATALOGUES } from '../../../app/messages/catalogues.ts';
import { sumCsv } from '../../csv/sumCsv.ts';
import type { SaveDesk } from '../../saved/saveDesk.ts';
import type { Till } from '../../till.ts';
import { reconcile } from '../../totals/reconcile.ts';
import { rowsBehind } from '../../totals/rowsBehind.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

/** What became of everybody, on the manager's page. */
export function createReconciliationHandlers(
  {
    outbox: { saves },
    totals,
    settings,
    audit,
  }: Pick<Till, 'outbox' | 'totals' | 'settings' | 'audit'>,
  desk: SaveDesk,
): Pick<Handlers, keyof typeof RECONCILIATION_CALLS> {
  const from = { saves, totals };
  return {
    reconcile: async (days) => done(await reconcile(from, days)),
    saveSum: async ({ operatorId, ...days }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const name = days.from === days.to ? days.from : `${days.from}_${days.to}`;
      return desk.save('csv', `reconciliation-${name}`, async () => {
        const parts = sumCsv(await reconcile(from, days), CATALOGUES[settings.locale]);
        const line = {
          action: 'page.saved',
          operatorId,
          slip: null,
          reason: 'reconciliation',
        } as const;
        return (await audit.record(line)) ? parts : failed('audit.refused');
      });
    },
    listReconciled: async (query) => done(await rowsBehind(from, query)),
  };
}
