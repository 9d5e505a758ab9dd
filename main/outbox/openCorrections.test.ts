import { beforeEach, describe, expect, test } from 'vitest';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const idOf = (number: number) => String(number).padStart(32, '0');
const mistake = { reason: 'mistake', operatorId: '3' } as const;

/** Everything is refused: a save, its correction, and where it is asked for a correction of that. */
let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
  till.answer = () => errorAnswer(41, 'isv.invalid-parameter:x');
  await till.register(1, '13800138000');
  await till.clock.pass(10_000);
  await till.register(2, '13900139000', null, 1);
  await till.clock.pass(10_000);
  expect(till.state(1)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(till.state(2)?.state).toBe('held');
});

/** The time is proved twice, so long after. */
async function later(days: number): Promise<void> {
  await till.clock.pass(days * DAY);
  const answer = till.answer;
  till.answer = () => ({ ...accepted('7'), date: new Date(till.clock.now()).toUTCString() });
  for (const number of [98, 99]) {
    await till.register(number);
    await till.clock.pass(11 * MINUTE);
  }
  till.answer = answer;
  expect(till.replayer.confirmedTime()).not.toBeNull();
  await till.outbox.housekeep(till.replayer.confirmedTime());
}

describe('what was corrected', () => {
  test('is not erased by a clock that is once 31 days ahead: there again when its correction is discarded', async () => {
    till.clock.jump(31 * DAY);
    await till.outbox.housekeep(till.replayer.confirmedTime());
    till.clock.jump(-31 * DAY);
    await till.outbox.decisions.discard(idOf(2), 'manager', mistake);
    expect(till.state(1)).toMatchObject({ state: 'held' });
  });

  test('stays as long as its correction is open, and so it does where that was corrected itself', async () => {
    await till.register(3, '13900139001', null, 2);
    await till.clock.pass(10_000);
    await later(31);
    expect([1, 2, 3].map((number) => till.state(number)?.state)).toEqual([
      'discarded',
      'discarded',
      'held',
    ]);
    await till.outbox.decisions.discard(idOf(3), 'manager', mistake);
    await till.outbox.decisions.discard(idOf(2), 'manager', mistake);
    expect(till.state(1)).toMatchObject({ state: 'held' });
  });

  test('goes thirty days after, once its correction was accepted', async () => {
    till.answer = () => accepted('7');
    await till.outbox.decisions.sendAgain(idOf(2));
    till.replayer.wake('send-now');
    await till.clock.pass(MINUTE);
    expect(till.state(2)?.state).toBe('accepted');
    await later(31);
    expect(till.state(1)).toBeUndefined();
  });
});
