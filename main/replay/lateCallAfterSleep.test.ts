import { expect, test } from 'vitest';
import {
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/** A till whose clock is `ahead` of the gateway's (ms), and a call of its first save, whose answer is lost: the person is registered anew. */
async function behindLateCall(ahead: number, isKnown: boolean) {
  const till = new ReplayTill();
  const { clock } = till;
  const answers = gatewayAt(till, clock.now());
  clock.jump(ahead);
  await till.start();
  till.answer = answers;
  if (isKnown) {
    await till.register(9);
    await clock.pass(MINUTE);
    expect(till.replayer.knownTime()).not.toBe(null);
  }
  till.answer = (_id, attempt) => (attempt > 1 ? refusedConnection : lostAnswer);
  await till.register(1, MOBILE);
  await clock.pass(500);
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await till.register(2, MOBILE);
  till.answer = answers;
  till.replayer.wake('network');
  await clock.pass(MINUTE);
  return till;
}

async function doze({ replayer, clock }: ReplayTill) {
  replayer.wake('suspend');
  await clock.pass(1_000);
  replayer.wake('resume');
}

test.each([
  [0, false],
  [0, true],
  [8, false],
  [8, true],
  [24, true],
])(
  'who is registered anew behind a late call waits no longer than for that (clock %i hours behind the gateway, sleep: %s)',
  async (hours, sleeps) => {
    const till = await behindLateCall(-hours * HOUR, true);
    if (sleeps) await doze(till);
    await till.clock.pass(25 * MINUTE);
    expect(till.state(2)?.state).toBe('accepted');
  },
);

test('but as long as what was signed by a clock that has proved to be ahead is good, also over a sleep that leaves that clock alone', async () => {
  const till = await behindLateCall(8 * HOUR, false);
  // Somebody else is answered: twice, for the first is refused for its time.
  await till.register(9);
  await till.clock.pass(MINUTE);
  expect(till.state(9)?.state).toBe('accepted');
  await doze(till);
  await till.clock.pass(7 * HOUR);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(2 * HOUR);
  expect(till.state(2)?.state).toBe('accepted');
});
