import type { BULK_CALLS } from '../../../app/ipc/manager/bulkCalls.ts';
import { heldGroups } from '../../bulk/heldGroups.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

/** What the manager does with many held saves at once; the PIN of the session is the manager's word. */
export function createBulkHandlers({
  outbox,
  settings,
  bulk,
  words,
}: Pick<Till, 'outbox' | 'settings' | 'bulk' | 'words'>): Pick<Handlers, keyof typeof BULK_CALLS> {
  return {
    listHeldGroups: async () =>
      done(await heldGroups(outbox.saves, (cause) => words.ofGroup(cause))),
    previewBulk: async ({ operatorId, deed }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const isOperator = deed.kind === 'correct' && deed.change.field === 'operator';
      // Who is named in a save is somebody of this till.
      if (isOperator && isUnknownOperator(settings, deed.change.value))
        return failed('operator.unknown');
      const preview = await bulk.preview(deed, operatorId);
      return preview === null ? failed('bulk.outdated') : done(preview);
    },
    runBulk: async ({ token, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const begun = await bulk.run(token, operatorId);
      return typeof begun === 'string' ? failed(begun) : done(begun);
    },
    cancelBulk: async () => {
      bulk.cancel();
      return done(null);
    },
    listBulkRuns: async () => {
      await bulk.open();
      return done(bulk.list());
    },
  };
}
