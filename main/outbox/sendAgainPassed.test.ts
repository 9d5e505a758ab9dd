import { beforeEach, describe, expect, test } from 'vitest';
import { accepted, errorAnswer, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const PERSON = '13800138000';
const idOf = (number: number) => String(number).padStart(32, '0');
const refused = errorAnswer(41, 'isv.invalid-parameter:x');

/** One save of a person is refused and held. */
let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
  till.answer = () => refused;
  await till.register(1, PERSON);
  await till.clock.pass(MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
});
const comesAgain = async (answer: ReplayTill['answer']) => {
  till.answer = answer;
  await till.register(2, PERSON);
  await till.clock.pass(1_000);
};

describe('a refused save, and a later one of the same person', () => {
  test('that was accepted: only the manager sends the older one over it', async () => {
    await comesAgain(() => accepted('7'));
    expect(till.state(2)?.state).toBe('accepted');
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
    expect(await till.outbox.decisions.requeue(idOf(1))).toMatchObject({ state: 'pending' });
  });

  test('that may have taken effect: the same', async () => {
    await comesAgain(() => lostAnswer);
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
  });

  test('that was refused as well: anybody sends either', async () => {
    await comesAgain(() => refused);
    expect(till.state(2)?.state).toBe('held');
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toMatchObject({ state: 'pending' });
    expect(await till.outbox.decisions.sendAgain(idOf(2))).toMatchObject({ state: 'pending' });
  });
});
