import { beforeEach, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { accepted, account, ReplayTill } from '../../testing/tills/replayTill.ts';

const minute = 60_000;

let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
  till.account = null;
  for (let number = 1; number <= 5; number += 1) await till.register(number);
  // Nobody waits at the counter any more.
  await till.clock.pass(5 * minute);
});

/** A relay that gives an appointment ten seconds later with every answer. */
function withNext(): GatewayResponse {
  return { ...accepted('7'), next: 10_000 };
}

test('settings that change while the call of an appointment is under way stop no backlog', async () => {
  let answer: (response: GatewayResponse) => void = () => {};
  till.answer = () =>
    till.sent.length === 2
      ? new Promise((resolve) => {
          answer = resolve;
        })
      : withNext();
  till.account = account;
  till.replayer.wake('settings');
  await till.clock.pass(11_000);
  expect(till.sent).toHaveLength(2);
  till.replayer.wake('settings');
  await till.clock.pass(1);
  answer(withNext());
  await till.clock.pass(5 * minute);
  expect(till.sent).toHaveLength(5);
});

test('a disk that takes no mark for the call of an appointment stops no backlog', async () => {
  till.answer = () => withNext();
  till.account = account;
  till.replayer.wake('settings');
  await till.clock.pass(5_000);
  expect(till.sent).toHaveLength(1);
  till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  await till.clock.pass(10_000);
  till.store.refusal = null;
  await till.clock.pass(5 * minute);
  expect(till.sent).toHaveLength(5);
});
