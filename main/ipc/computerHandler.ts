import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

/** The manager's word about what has come along from another computer; where no PIN is set, whoever is there gives it. */
export function createComputerHandler(
  till: Pick<Till, 'settings' | 'computer' | 'replayer'>,
): Handlers['answerComputer'] {
  const { settings, computer, replayer } = till;
  return async ({ pin, answer }) => {
    const needsPin = settings.managerPin.isSet || pin !== '';
    const refusal = needsPin ? await refuseWithoutPin(till, pin) : null;
    if (refusal !== null) return refusal;
    const failure = await computer.decide(answer);
    replayer.wake('settings');
    return failure === null ? done(null) : failed(failure);
  };
}
