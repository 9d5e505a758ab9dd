import { expect, test } from 'vitest';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A till whose clock is right, and the save number 1 took effect, but the answer was lost. */
async function tillInDoubt() {
  const till = await new ReplayTill().start();
  const effects = { count: 0 };
  const takesEffect = (at: ReplayTill) => () => {
    effects.count += 1;
    return { ...accepted('7'), date: new Date(at.clock.now()).toUTCString() };
  };
  /** One node of the gateway refuses every timestamp, by a clock that is so many days ahead. */
  const wrongNode = (ahead: number) => {
    const date = new Date(till.clock.now() + ahead * DAY).toUTCString();
    return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date };
  };
  return { till, effects, takesEffect, wrongNode };
}

/** The PC is off for two days; the gateway has forgotten the id by then. */
async function startedAfterTwoDays(
  before: ReplayTill,
  answerOf: (till: ReplayTill) => ReplayTill['answer'],
): Promise<ReplayTill> {
  const till = new ReplayTill(before.store);
  till.clock.jump(2 * DAY);
  till.answer = answerOf(till);
  await till.start();
  await till.clock.pass(20 * MINUTE);
  return till;
}

test.each([40, 3])(
  'one node’s Date, %i days ahead, makes no doubt younger that the till is killed with',
  async (ahead) => {
    const { till, effects, takesEffect, wrongNode } = await tillInDoubt();
    till.answer = (_id, attempt) => {
      if (attempt === 1) effects.count += 1;
      if (attempt === 1) return lostAnswer;
      return attempt === 2 ? wrongNode(ahead) : new Promise(() => {});
    };
    await till.register(1);
    await till.clock.pass(MINUTE);
    expect(till.state(1)?.state).toBe('sending');
    const again = await startedAfterTwoDays(till, takesEffect);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(effects.count).toBe(1);
  },
);

test('neither does it where the node says so to another save', async () => {
  const { till, effects, takesEffect, wrongNode } = await tillInDoubt();
  till.answer = (id, attempt) => {
    if (Number(id) === 2) return wrongNode(3);
    if (attempt > 1) return refusedConnection;
    effects.count += 1;
    return lostAnswer;
  };
  await till.register(1);
  await till.clock.pass(10);
  await till.register(2);
  await till.clock.pass(MINUTE);
  const again = await startedAfterTwoDays(
    till,
    (later) => (id) => (Number(id) === 1 ? takesEffect(later)() : accepted('8')),
  );
  expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(effects.count).toBe(1);
});

test('neither does it over a sleep of the PC', async () => {
  const { till, effects, takesEffect, wrongNode } = await tillInDoubt();
  till.answer = (_id, attempt) => {
    if (attempt === 1) effects.count += 1;
    if (attempt === 1) return lostAnswer;
    return attempt === 2 ? wrongNode(3) : refusedConnection;
  };
  await till.register(1);
  await till.clock.pass(MINUTE);
  till.replayer.wake('suspend');
  till.clock.jump(2 * DAY);
  till.answer = takesEffect(till);
  till.replayer.wake('resume');
  await till.clock.pass(20 * MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(effects.count).toBe(1);
});

test('a 31 that was right sends what a wrong clock had dated, and nobody is asked', async () => {
  const { till, takesEffect } = await tillInDoubt();
  till.clock.jump(-3 * DAY);
  const right = () => new Date(till.clock.now() + 3 * DAY).toUTCString();
  till.answer = (_id, attempt) => {
    if (attempt === 1) return lostAnswer;
    if (attempt > 2) return { ...takesEffect(till)(), date: right() };
    return { ...errorAnswer(31, 'isv.timestamp-limit-error'), date: right() };
  };
  await till.register(1);
  await till.clock.pass(MINUTE);
  expect(till.state(1)?.state).toBe('accepted');
});

test.each([
  ['the clock is set', 0],
  ['the PC sleeps, and nothing reports it,', 11 * MINUTE],
])(
  'one node’s Date of last year makes no save of minutes stale where %s eleven minutes on before the time is proved',
  async (_, slept) => {
    const till = await new ReplayTill().start();
    const start = till.clock.now();
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(100);
    till.clock.jump(11 * MINUTE);
    const time = () => start + till.clock.monotonic() + slept;
    let wrong = 2;
    till.answer = () => {
      const isOff = Math.abs(till.gatewayClock.now() - time()) > 10 * MINUTE;
      const refused = errorAnswer(31, 'isv.timestamp-limit-error');
      // The first two calls come to that node, the others to one whose clock is right.
      const ahead = wrong > 0 ? -400 * DAY : 0;
      const isRefused = isOff || wrong === 2;
      wrong -= 1;
      const date = new Date(time() + ahead).toUTCString();
      return { ...(isRefused ? refused : accepted('7')), date };
    };
    await till.clock.pass(30 * MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  },
);
