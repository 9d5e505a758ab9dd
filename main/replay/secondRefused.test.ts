import { expect, test } from 'vitest';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

test.each([
  ['for what it says', errorAnswer(41, 'isv.invalid-parameter:mobile')],
  ['since something on the way had damaged it', errorAnswer(47)],
  ['by a node that is out of order', errorAnswer(15, 'isv.customer-service-unavailable')],
])(
  'where the second of two sendings of one call was refused %s the first does not arrive behind the correction',
  async (_, refusal) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    till.answer = (id) => {
      if (Number(id) !== 1) {
        effects.push(id);
        return accepted('7');
      }
      till.clock.after(8 * MINUTE, () => effects.push(id));
      return { ...refusal, mayBeSecond: true };
    };
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await till.register(2, MOBILE, null, 1);
    await till.clock.pass(40 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test('behind the correction of what was refused at its only sending nobody waits: nothing else of it is on the way', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = (id) => {
    if (Number(id) === 1) return errorAnswer(41, 'isv.invalid-parameter:mobile');
    effects.push(id);
    return accepted('7');
  };
  await till.register(1, MOBILE);
  await till.clock.pass(MINUTE);
  await till.register(2, MOBILE, null, 1);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(2)]);
});
