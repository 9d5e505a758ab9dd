import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ID = '1'.padStart(32, '0');

/** A relay that calls a call a copy of one that it has refused for its timestamp: it says so before it looks at that. */
const calledCopy = (now: number) => ({
  ...errorAnswer(31, 'isv.request-replay-error'),
  date: new Date(now).toUTCString(),
});

/** One that has just begun, and is unsure: it tells no time, and leaves it to the platform to judge a till's. */
const ofOtherShop = () => errorAnswer(41, 'isv.shop-not-of-this-till');

test.each([
  ['calls a call a copy', calledCopy],
  ['refuses a call for its shop', ofOtherShop],
])('a relay that %s proves no time by that', async (_, answer) => {
  const till = await new ReplayTill().start();
  const right = till.clock.now() - 3 * DAY;
  till.answer = () => answer(right);
  await till.register(1);
  await till.clock.pass(100);
  expect(till.sent).toHaveLength(1);
  expect(till.replayer.knownTime()).toBe(null);
});

test('a manager’s word is no younger by a clock that was days ahead when a relay called a call a copy', async () => {
  const store = new MemoryStore();
  const before = await new ReplayTill(store).start();
  before.answer = () => lostAnswer;
  await before.register(1);
  await before.clock.pass(MINUTE);
  await before.replayer.stop(0);
  const till = new ReplayTill(store);
  // Two days later; the clock of the PC is five days ahead.
  const right = till.clock.now() + 2 * DAY;
  till.clock.jump(7 * DAY);
  till.answer = () => calledCopy(right + till.clock.monotonic());
  await till.start();
  await till.clock.pass(MINUTE);
  expect(till.state(1)?.state).toBe('held');
  await till.outbox.decisions.requeue(ID);
  till.replayer.wake('send-now');
  await till.clock.pass(500);
  // What time it is, and then nobody is there for two days.
  const gateway = gatewayAt(till, right);
  till.answer = (id) => (Number(id) === 2 ? gateway() : refusedConnection);
  await till.register(2);
  await till.clock.pass(100);
  till.answer = () => refusedConnection;
  await till.clock.pass(2 * DAY);
  const count = till.sent.length;
  till.answer = gateway;
  till.replayer.wake('send-now');
  await till.clock.pass(20 * MINUTE);
  expect(till.state(1)?.state).toBe('held');
  expect(till.sent.slice(count).map(({ requestId }) => requestId)).not.toContain(ID);
});
