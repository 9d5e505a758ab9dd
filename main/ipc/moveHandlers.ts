import type { MOVE_CALLS } from '../../app/ipc/calls.ts';
import type { MoveDirection } from '../../app/move/moveCalls.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

/** Asks the manager for a file that is new, or one that is there; null where none was chosen. */
export type ChooseFile = (direction: MoveDirection) => Promise<string | null>;

/** The manager's word about a queue that moves. The page names no file and sees no body. */
export function createMoveHandlers(
  till: Pick<Till, 'settings' | 'moving'>,
  chooseFile: ChooseFile,
): Pick<Handlers, keyof typeof MOVE_CALLS> {
  const { moving } = till;
  let isChoosing = false;
  return {
    chooseQueueFile: async ({ pin, direction }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (moving.isHeldBack) return failed('move.other-computer');
      // One dialog at a time, however often the page asks.
      if (isChoosing || moving.isUnderWay) return failed('request.refused');
      isChoosing = true;
      try {
        const file = await chooseFile(direction);
        if (file !== null) moving.ask({ direction, file }, true);
      } finally {
        isChoosing = false;
      }
      return done(null);
    },

    moveQueue: async ({ pin, question, passphrase }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      const failure = await moving.carryOut(question, passphrase);
      return failure === null ? done(null) : failed(failure);
    },

    closeMove: async () => {
      moving.close();
      return done(null);
    },
  };
}
