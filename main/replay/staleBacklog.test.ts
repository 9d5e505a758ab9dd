import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { inDoubt, replayBacklog } from '../../testing/tills/replayBacklog.ts';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A proxy or a load balancer that says "bad gateway": the call may have arrived. */
const badGateway: GatewayResponse = {
  kind: 'http',
  status: 502,
  bodyText: '',
  date: '',
  mayBeSecond: false,
};

/** A gateway of the till's own time. */
function healthy({ clock }: ReplayTill): () => GatewayResponse {
  const ahead = clock.now() - clock.monotonic();
  const date = () => new Date(ahead + clock.monotonic()).toUTCString();
  return () => ({ ...accepted('7'), date: date() });
}

test.each([
  ['a proxy finds no gateway', badGateway],
  ['every answer is lost', lostAnswer],
])(
  'story 8: started in an outage of more than a day in which calls may arrive, it drains with no new save and no restart: %s',
  async (_name, answer) => {
    const till = await replayBacklog();
    till.answer = () => answer;
    await till.clock.pass(26 * HOUR);
    till.answer = healthy(till);
    await till.clock.pass(HOUR);
    expect(till.bugs).toEqual([]);
    const { pending, held, accepted: done } = till.outbox.saves.counts;
    expect({ pending, total: held + done }).toEqual({ pending: 0, total: 200 });
    expect(held).toBeLessThanOrEqual(24);
  },
);

test('so does one that knew the time, and has slept for a night of that outage', async () => {
  const till = await new ReplayTill().start();
  till.answer = healthy(till);
  await till.register(1000);
  await till.clock.pass(1_000);
  expect(till.state(1000)?.state).toBe('accepted');
  // The cable is out for three hours; then the line is there, and the gateway is not.
  till.answer = () => refusedConnection;
  for (let number = 1; number <= 60; number += 1) {
    await till.register(number);
    await till.clock.pass(3 * MINUTE);
  }
  till.answer = () => badGateway;
  await till.clock.pass(9 * HOUR);
  till.replayer.wake('suspend');
  till.clock.jump(14 * HOUR);
  till.replayer.wake('resume');
  await till.clock.pass(5 * HOUR);
  till.answer = healthy(till);
  await till.clock.pass(HOUR);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 0, held: 24, accepted: 37 });
});

test('so does one that pauses for a fault of the settings when such an outage ends', async () => {
  const till = await replayBacklog();
  till.answer = () => badGateway;
  await till.clock.pass(26 * HOUR);
  till.answer = () => errorAnswer(11);
  await till.register(1000);
  await till.clock.pass(HOUR);
  expect(till.replayer.pause()).toMatchObject({ kind: 'configuration' });
  till.answer = healthy(till);
  await till.clock.pass(HOUR);
  expect(till.outbox.saves.counts).toMatchObject({ pending: 0 });
});

test('an outage in which calls may arrive puts 24 of a backlog in doubt for each day, also where no answer has proved the time', async () => {
  const till = await replayBacklog();
  till.answer = () => badGateway;
  for (let day = 1; day <= 2; day += 1) {
    await till.clock.pass(23 * HOUR);
    expect(inDoubt(till)).toBeLessThanOrEqual(24 * day);
    await till.clock.pass(HOUR);
  }
  till.answer = healthy(till);
  await till.clock.pass(HOUR);
  const { pending, held } = till.outbox.saves.counts;
  expect({ pending, held }).toEqual({ pending: 0, held: 24 });
});

test('what is in doubt for more than a day never goes by itself while the time is not proved, and the time of the next look lies ahead', async () => {
  const till = await replayBacklog();
  till.answer = () => badGateway;
  await till.clock.pass(20 * HOUR);
  const doubted = new Set(
    [...till.store.onDisk.values()].flatMap(({ requestId, firstUnknownAt }) =>
      firstUnknownAt === null ? [] : [requestId],
    ),
  );
  await till.clock.pass(5 * HOUR);
  const before = till.sent.length;
  for (let look = 0; look < 100; look += 1) {
    await till.clock.pass(97_000);
    const pause = till.replayer.pause();
    expect(pause).toMatchObject({ kind: 'unreachable' });
    if (pause.kind === 'unreachable')
      expect(pause.retryAt).toBeGreaterThanOrEqual(till.clock.now());
  }
  const again = till.sent.slice(before);
  expect(again.length).toBeGreaterThan(50);
  expect(again.filter(({ requestId }) => doubted.has(requestId))).toEqual([]);
});
