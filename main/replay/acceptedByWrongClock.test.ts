import { expect, test } from 'vitest';
import { gatewayAt, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test('what was accepted while a gateway’s clock was a year ahead goes like any other, a week after that clock is right again', async () => {
  const till = await new ReplayTill().start();
  const right = till.clock.now();
  till.answer = gatewayAt(till, right + 365 * DAY);
  await till.register(1);
  await till.clock.pass(MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'accepted' });
  till.answer = gatewayAt(till, right);
  for (const number of [2, 3]) {
    await till.register(number);
    await till.clock.pass(20 * MINUTE);
  }
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect(till.state(1)).toMatchObject({ state: 'accepted' });
  await till.clock.pass(8 * DAY);
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect([1, 2, 3].map((number) => till.state(number)?.masked)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(till.outbox.saves.acceptances.latest()).toBeNull();
});

test.each<[string, number, number]>([
  ['a gateway’s clock was a month behind', -30 * DAY, 0],
  ['the till’s own clock is a month ahead', 0, 30 * DAY],
])('what was accepted while %s is known for a week all the same', async (_, gateway, own) => {
  const till = await new ReplayTill().start();
  const right = till.clock.now();
  till.clock.jump(own);
  till.answer = gatewayAt(till, right + gateway);
  await till.register(1);
  await till.clock.pass(6 * DAY);
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect(till.state(1)).toMatchObject({ state: 'accepted' });
  await till.clock.pass(2 * DAY);
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect(till.state(1)).toBeUndefined();
});
