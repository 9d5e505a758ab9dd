import { expect, test } from 'vitest';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

test.each([
  ['unreachable', refusedConnection],
  ['configuration', errorAnswer(25, 'isv.invalid-signature')],
  ['clock', errorAnswer(31, 'isv.timestamp-limit-error')],
])(
  'nobody is told that sending pauses (%s) while all that waits is behind a call that may still arrive: nobody asks whether it does',
  async (kind, answer) => {
    const till = await new ReplayTill().start();
    till.answer = (_id, attempt) => (attempt > 1 ? answer : lostAnswer);
    await till.register(1, MOBILE);
    await till.clock.pass(1_500);
    till.replayer.wake('send-now');
    await till.clock.pass(1_500);
    expect(till.replayer.pause().kind).toBe(kind);
    await till.outbox.decisions.discard(idOf(1), 'manager');
    await till.register(2, MOBILE);
    expect(till.replayer.pause().kind).toBe('none');
    const before = till.sent.length;
    till.replayer.wake('network');
    await till.clock.pass(15 * MINUTE);
    expect(till.sent).toHaveLength(before);
    expect(till.replayer.pause().kind).toBe('none');
    // Somebody else asks.
    till.answer = () => answer;
    await till.register(3);
    expect(till.replayer.pause().kind).toBe(kind);
    till.answer = () => accepted('7');
    await till.clock.pass(10 * MINUTE);
    expect(till.state(2)?.state).toBe('accepted');
  },
);
