import type { OVERVIEW_CALLS } from '../../../app/ipc/manager/overviewCalls.ts';
import type { Till } from '../../till.ts';
import { daysOf } from '../../totals/reconcile.ts';
import type { Handlers } from '../handle.ts';
import { done, failed } from '../reply.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Prints the page by the system's dialog; false where it could not be printed. */
export type PrintPage = () => Promise<boolean>;

/** Today and the last days on the manager's page. */
export function createOverviewHandlers(
  {
    outages,
    clock,
    outbox: { saves },
    totals,
  }: Pick<Till, 'outages' | 'clock' | 'outbox' | 'totals'>,
  printPage: PrintPage,
): Pick<Handlers, keyof typeof OVERVIEW_CALLS> {
  return {
    getDays: async ({ last, count }) => done(await daysOf({ saves, totals }, last, count)),
    listOutages: async ({ days }) => done(outages.list(clock.now() - days * DAY_MS)),
    printPage: async () => ((await printPage()) ? done(null) : failed('print.failed')),
  };
}
