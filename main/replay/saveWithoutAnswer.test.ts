import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;

/** What stands in front of the gateway says so to a body that it does not like. */
const blockPage: GatewayResponse = {
  kind: 'http',
  mayBeSecond: false,
  status: 405,
  date: '',
  bodyText: '<html>',
};

/** The customers of a quiet day come so often (ms). */
const CUSTOMER_EVERY = 3 * MINUTE;

/** From 0 to 1, evenly, always the same. */
function evenly(): () => number {
  let last = 0;
  return () => {
    last = (last + 0.618) % 1;
    return last;
  };
}

/** A till with `odd` saves that something on the way chokes on, and 200 good ones behind them. */
async function tillWith(odd: number, answer: GatewayResponse, after: number) {
  const till = new ReplayTill();
  till.random = evenly();
  await till.start();
  till.answer = () => refusedConnection;
  for (let one = 1; one <= odd + 200; one += 1) await till.register(one);
  await till.clock.pass(10 * MINUTE);
  till.answer = async (id) => {
    const isOdd = Number(id) <= odd;
    await new Promise<void>((done) => void till.clock.after(isOdd ? after : 50, done));
    return isOdd ? answer : accepted('7');
  };
  return till;
}

/** How many saves from `first` on have been accepted. */
function acceptedFrom(till: ReplayTill, first: number): number {
  return [...till.store.onDisk.values()].filter(
    ({ sequence, state }) => sequence >= first && state === 'accepted',
  ).length;
}

test.each([
  ['a block page', 20, blockPage, 50, false],
  ['a block page', 20, blockPage, 50, true],
  ['nothing for 20 s', 20, lostAnswer, 20_000, false],
  ['nothing for 20 s', 20, lostAnswer, 20_000, true],
  ['nothing for 20 s', 5, lostAnswer, 20_000, false],
  ['a block page', 1, blockPage, 50, false],
] as const)(
  'behind saves that get %s (%i of them) 200 others are accepted within an hour',
  async (_what, odd, answer, after, hasCustomers) => {
    const till = await tillWith(odd, answer, after);
    let customers = 0;
    for (let passed = 0; passed < 60 * MINUTE; passed += CUSTOMER_EVERY) {
      if (hasCustomers) {
        customers += 1;
        await till.register(1_000 + customers);
      }
      await till.clock.pass(CUSTOMER_EVERY);
    }
    expect(acceptedFrom(till, odd + 1)).toBe(200 + customers);
  },
);

test('a save that alone gets no answer is asked about every five minutes at the most, and nothing is called unreachable', async () => {
  const till = await tillWith(1, blockPage, 50);
  const customers = async (count: number) => {
    for (let customer = 0; customer < count; customer += 1) {
      await till.register(till.outbox.saves.counts.accepted + 1_000);
      await till.clock.pass(MINUTE);
    }
  };
  await customers(15);
  till.pauses.length = 0;
  const before = till.sent.length;
  await customers(60);
  expect(till.sent.length - before - 60).toBeLessThanOrEqual(12);
  expect(till.pauses).not.toContain('unreachable');
});

test('a single answer that is lost among others costs its save no time', async () => {
  const till = await tillWith(0, blockPage, 50);
  const usual = till.answer;
  till.answer = (id, attempt, said) =>
    Number(id) === 9 && attempt === 2 ? lostAnswer : usual(id, attempt, said);
  await till.clock.pass(MINUTE);
  expect(acceptedFrom(till, 1)).toBe(200);
});

test('a day without any answer brings 24 saves of the backlog into doubt, and no more', async () => {
  const till = await tillWith(200, blockPage, 50);
  await till.clock.pass(20 * 60 * MINUTE);
  const doubted = [...till.store.onDisk.values()].filter((save) => save.firstUnknownAt !== null);
  expect(doubted).toHaveLength(24);
  expect(till.sent.length).toBeLessThan(20 * 60 * 3);
});
