import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Three calls are under way. The first takes effect, and its answer is lost; the second is told by one node of the gateway that it is
 * three days later; the third is accepted.
 */
async function tillBesideWrongNode(dateOf: (ahead: string) => string) {
  const till = await new ReplayTill().start();
  const ahead = () => new Date(till.clock.now() + 3 * DAY).toUTCString();
  for (const number of [7, 8, 9]) await till.register(number);
  await till.clock.pass(MINUTE);
  till.replayer.wake('suspend');
  till.replayer.wake('resume');
  await till.clock.pass(2 * MINUTE);
  const ends: ((response: GatewayResponse) => void)[] = [];
  till.answer = () => new Promise((resolve) => ends.push(resolve));
  for (const number of [1, 2, 3]) await till.register(number);
  await till.clock.pass(100);
  till.answer = () => refusedConnection;
  const answers: GatewayResponse[] = [
    lostAnswer,
    { ...errorAnswer(31, 'isv.timestamp-limit-error'), date: ahead() },
    { ...accepted('7'), date: dateOf(ahead()) },
  ];
  for (const [index, answer] of answers.entries()) {
    ends[index]?.(answer);
    await till.clock.pass(10);
  }
  expect(till.state(3)?.state).toBe('accepted');
  return till;
}

const DATES: [string, (ahead: string) => string][] = [
  ['no Date', () => ''],
  ['the same wrong Date', (ahead) => ahead],
];

test.each(DATES)(
  'an acceptance with %s proves the time that its call was signed with, and not what a refused one has shown since',
  async (_, dateOf) => {
    const till = await tillBesideWrongNode(dateOf);
    expect(till.replayer.knownTime()).toBe(till.clock.now());
  },
);

test.each(DATES)(
  'nor is what took effect a day younger by that, and sent again by itself after two days of sleep (%s)',
  async (_, dateOf) => {
    const till = await tillBesideWrongNode(dateOf);
    till.replayer.wake('suspend');
    till.clock.jump(2 * DAY);
    const before = till.sent.length;
    till.answer = gatewayAt(till, till.clock.now() - till.clock.monotonic());
    till.replayer.wake('resume');
    await till.clock.pass(20 * MINUTE);
    expect(till.state(1)?.state).toBe('held');
    expect(till.sent.slice(before).map(({ requestId }) => Number(requestId))).not.toContain(1);
  },
);
