import type { WORD_CALLS } from '../../../app/ipc/manager/wordCalls.ts';
import { causeKey } from '../../../app/outbox/bulk.ts';
import { slipNumber } from '../../../app/outbox/save.ts';
import { causeOf } from '../../bulk/heldGroups.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

/** A word for the cashier. What it says stands in no line. */
export function createWordHandlers({
  outbox,
  settings,
  words,
  audit,
}: Pick<Till, 'outbox' | 'settings' | 'words' | 'audit'>): Pick<Handlers, keyof typeof WORD_CALLS> {
  return {
    leaveWord: async ({ operatorId, cause, slip, text }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const save = slip === null ? null : outbox.saves.findBySequence(slip);
      const held = save ? causeOf(save) : null;
      const isOfGroup = held !== null && causeKey(held) === causeKey(cause);
      if (save !== null && !isOfGroup) return failed('save.changed');
      if (!(await audit.ready())) return failed('audit.refused');
      if (!(await words.leave(save ?? cause, text))) return failed('store.failed');
      await audit.owe({
        action: text === '' ? 'word.taken-back' : 'word.left',
        operatorId,
        slip: slip === null ? null : slipNumber(slip),
      });
      return done(null);
    },
  };
}
