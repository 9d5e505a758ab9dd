import { expect, test } from 'vitest';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

test.each([false, true])(
  'nobody waits behind the correction of what was refused, also where a connection was used again (%s): it would be so for all of a backlog',
  async (mayBeSecond) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    till.answer = (id) => {
      if (Number(id) === 1)
        return { ...errorAnswer(41, 'isv.invalid-parameter:mobile'), mayBeSecond };
      effects.push(id);
      return accepted('7');
    };
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE);
    await till.register(2, MOBILE, null, 1);
    await till.clock.pass(MINUTE);
    expect(effects).toEqual([idOf(2)]);
  },
);
