import type { CallName } from '../../app/ipc/bridge.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { Handlers } from '../ipc/handle.ts';
import { failed } from '../ipc/reply.ts';
import type { Hold } from '../lease/hold.ts';

/** What touches nothing in the data folder. */
const UNTOUCHING: ReadonlySet<string> = new Set<CallName>([
  'getTill',
  'getOutbox',
  'tellKept',
  'getOfferedForm',
  'answerOffer',
  'tellLocked',
  'listSaves',
  'closeMove',
  'declineProvision',
  'tryKeyAgain',
  'closeManager',
  'listAudit',
  'getDays',
  'listOutages',
  'printPage',
  'countCsv',
  'foreseeExport',
  'getTransferProgress',
  'listHeldGroups',
  'previewBulk',
  'cancelBulk',
  'listBulkRuns',
]);

/** The same calls, refused while another program has the data folder: what they would write there is that one's now. */
export function leasedHandlers(handlers: Handlers, hold: Hold): Handlers {
  const leased = Object.entries(handlers).map(([name, handler]) => {
    const call = handler as (argument: unknown) => Promise<unknown>;
    if (UNTOUCHING.has(name)) return [name, call];
    return [
      name,
      async (argument: unknown) => {
        try {
          if (!hold.isSure) await hold.confirm();
        } catch (error) {
          return failed(asWriteFailure(error).failure);
        }
        return call(argument);
      },
    ];
  });
  return Object.fromEntries(leased) as Handlers;
}
