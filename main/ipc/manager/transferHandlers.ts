import type { TRANSFER_CALLS } from '../../../app/ipc/manager/transferCalls.ts';
import type { Move } from '../../move/queueMove.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import type { ChooseFile } from '../moveHandlers.ts';
import { done, failed } from '../reply.ts';

/** Moves the queue within the manager's session: what it would do is said before, and how far it is meanwhile. */
export function createTransferHandlers(
  { moving, settings }: Pick<Till, 'moving' | 'settings'>,
  chooseFile: ChooseFile,
): Pick<Handlers, keyof typeof TRANSFER_CALLS> {
  let isChoosing = false;
  let count = 0;
  let chosen: (Move & { number: number }) | null = null;
  const find = (number: number) => (chosen?.number === number ? chosen : null);
  return {
    foreseeExport: async () => done(await moving.foreseeExport()),

    chooseTransfer: async ({ direction }) => {
      if (moving.isHeldBack) return failed('move.other-computer');
      // One dialog at a time, however often the page asks.
      if (isChoosing || moving.isUnderWay) return failed('request.refused');
      isChoosing = true;
      try {
        const file = await chooseFile(direction);
        if (file === null) return done(null);
        count += 1;
        chosen = { number: count, direction, file };
        return done({ number: count, file });
      } finally {
        isChoosing = false;
      }
    },

    foreseeImport: async ({ number, passphrase }) => {
      const move = find(number);
      if (move?.direction !== 'import') return failed('request.refused');
      const answer = await moving.foreseeImport(move.file, passphrase);
      if (!answer.ok) return failed(answer.code);
      // What is taken over is what was looked at.
      move.seen = answer.seen;
      return done(answer.foreseen);
    },

    transferQueue: async ({ number, passphrase, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const move = find(number);
      if (move === null) return failed('request.refused');
      const result = await moving.carryOutChosen(move, passphrase, operatorId);
      if (result === null) return failed('request.refused');
      if (!result.ok) return failed(result.code);
      // What was chosen is done once.
      chosen = null;
      return done(result.report);
    },

    getTransferProgress: async () => done(moving.progress),
  };
}
