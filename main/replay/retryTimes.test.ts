import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

/** When one save is sent (ms since it was made) while it is always answered like this. */
async function sendTimes(answer: GatewayResponse): Promise<number[]> {
  const till = await new ReplayTill().start();
  till.answer = () => answer;
  await till.register(1);
  await till.clock.pass(40_000);
  const [first] = till.sent;
  return till.sent.map(({ at }) => at - (first?.at ?? 0));
}

test.each([
  ['a busy gateway', errorAnswer(10, 'isp.x'), [0, 1_000, 3_000, 7_000, 15_000, 31_000]],
  ['an answer that nobody knows', errorAnswer(999, 'x'), [0, 1_000, 3_000, 7_000, 15_000]],
  [
    'a sign that the gateway has seen',
    errorAnswer(31, 'isv.request-replay-error'),
    [0, 2_000, 5_000, 10_000, 19_000, 36_000],
  ],
] as const)(
  'every attempt waits for its time, however quick the disk is: %s',
  async (_name, answer, times) => {
    expect(await sendTimes(answer)).toEqual(times);
  },
);
