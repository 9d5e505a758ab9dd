import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  inDoubt,
  MOST_IN_DOUBT,
  replayBacklog,
  shopUnknown,
} from '../../testing/tills/replayBacklog.ts';
import { accepted, errorAnswer, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([
  { name: 'a silent gateway', answer: lostAnswer, every: 3 * SECOND },
  { name: 'a busy platform', answer: errorAnswer(10), every: HOUR },
  { name: 'a busy platform', answer: errorAnswer(10), every: 10 * SECOND },
  { name: 'a busy platform', answer: errorAnswer(10), every: 3 * SECOND },
])(
  '$name puts no more of a backlog in doubt however often it is asked (every $every ms)',
  async ({ answer, every }) => {
    const till = await replayBacklog();
    till.answer = () => answer;
    for (let passed = 0; passed < 2 * HOUR; passed += every) {
      till.replayer.wake('network');
      await till.clock.pass(every);
    }
    expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT);
  },
);

/** Everybody is answered the same, as slowly as a gateway answers (ms), and with the time, as by every gateway. */
function answerAll(till: ReplayTill, answer: GatewayResponse, slowly = 200): void {
  till.answer = async () => {
    await new Promise<void>((done) => void till.clock.after(slowly, done));
    const date = new Date(till.clock.now()).toUTCString();
    return answer.kind === 'http' ? { ...answer, date } : answer;
  };
}

test('a wrong shop over a weekend, by a code that nobody has published, holds nobody and leaves few to the manager', async () => {
  const till = await replayBacklog();
  answerAll(till, shopUnknown);
  till.replayer.wake('network');
  await till.clock.pass(10 * MINUTE);
  expect(till.replayer.pause()).toMatchObject({ kind: 'rejections', code: 'SHOP_NOT_EXIST' });
  expect(inDoubt(till)).toBeLessThanOrEqual(16);
  await till.clock.pass(10 * HOUR);
  expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT);
  expect(till.outbox.saves.counts).toMatchObject({ held: 0 });
  await till.clock.pass(30 * HOUR);
  till.answer = (id) => accepted(id);
  till.replayer.wake('send-now');
  await till.clock.pass(HOUR);
  const { held, ...counts } = till.outbox.saves.counts;
  expect(held).toBeLessThanOrEqual(MOST_IN_DOUBT);
  expect(counts).toMatchObject({ accepted: 200 - held, pending: 0 });
});

test('a gateway that calls everybody’s sign a repeated one counts as busy: it puts few in doubt, and is asked rarely', async () => {
  const till = await replayBacklog();
  till.answer = () => errorAnswer(31, 'isv.request-replay-error');
  till.replayer.wake('network');
  await till.clock.pass(10 * MINUTE);
  expect(till.replayer.pause()).toMatchObject({ kind: 'busy' });
  const before = till.sent.length;
  await till.clock.pass(20 * HOUR);
  expect(till.sent.length - before).toBeLessThan(3_000);
  expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT);
  till.answer = (id) => accepted(id);
  await till.clock.pass(HOUR);
  expect(till.outbox.saves.counts).toMatchObject({ accepted: 200 });
});

test.each([
  ['is busy or refuses', errorAnswer(10), errorAnswer(41)],
  ['is busy or cannot decide', errorAnswer(10), shopUnknown],
  ['is silent or cannot decide', lostAnswer, shopUnknown],
  ['cannot decide or refuses', shopUnknown, errorAnswer(41)],
])('a platform that %s at every other call puts few in doubt', async (_name, one, other) => {
  const till = await replayBacklog();
  let calls = 0;
  till.answer = () => {
    calls += 1;
    return calls % 2 === 0 ? one : other;
  };
  for (let passed = 0; passed < 10 * HOUR; passed += MINUTE) {
    till.replayer.wake('network');
    await till.clock.pass(MINUTE);
  }
  // Ten people of each kind before either is everybody's.
  expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT + 10);
  expect(till.outbox.saves.counts.held).toBeLessThanOrEqual(9);
});

test('however often the till restarts within the day, what everybody is answered puts no more in doubt, and holds nine at the most', async () => {
  let till = await replayBacklog();
  answerAll(till, shopUnknown);
  till.replayer.wake('network');
  for (let restarts = 0; restarts < 5; restarts += 1) {
    await till.clock.pass(3 * HOUR);
    await till.replayer.stop(0);
    till = await new ReplayTill(till.store).start();
    answerAll(till, shopUnknown);
  }
  await till.clock.pass(HOUR);
  expect(inDoubt(till)).toBeLessThanOrEqual(MOST_IN_DOUBT);
  expect(till.outbox.saves.counts.held).toBeLessThanOrEqual(9);
});

test('a customer at the counter who is accepted is asked for first, whatever the whole backlog is refused for', async () => {
  const till = await replayBacklog();
  till.answer = (id) => (Number(id) <= 200 ? shopUnknown : accepted(id));
  till.replayer.wake('network');
  await till.clock.pass(6 * HOUR);
  expect(till.replayer.pause()).toMatchObject({ kind: 'rejections' });
  await till.register(300);
  till.replayer.wake('send-now');
  await till.clock.pass(SECOND);
  expect(till.state(300)).toMatchObject({ state: 'accepted' });
});
