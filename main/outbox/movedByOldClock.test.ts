import { expect, test } from 'vitest';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import {
  accepted,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { packQueue } from './packQueue.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOVED = '1'.padStart(32, '0');

test('what was moved stays for 30 days by the gateway’s clock, also where the till’s was a year behind', async () => {
  const till = await new ReplayTill().start();
  const real = till.clock.now();
  // A flat battery.
  till.clock.jump(-365 * DAY);
  till.answer = () => refusedConnection;
  await till.register(1, '13800138000', CONSENT);
  await till.clock.pass(MINUTE);
  const { queue, requestIds } = packQueue(till.outbox);
  await till.outbox.lending.lend(requestIds, queue.exportedAt);
  expect(await till.outbox.lending.close(requestIds)).toBe(1);

  // The line is back, and two customers show what time it is.
  const date = () => new Date(real + till.clock.monotonic()).toUTCString();
  till.answer = () => {
    const isOff = Math.abs(till.gatewayClock.now() - Date.parse(date())) > 10 * MINUTE;
    return {
      ...(isOff ? errorAnswer(31, 'isv.timestamp-limit-error') : accepted('7')),
      date: date(),
    };
  };
  for (const number of [98, 99]) {
    await till.register(number);
    await till.clock.pass(11 * MINUTE);
  }
  expect(till.replayer.confirmedTime()).not.toBeNull();
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect(till.state(1)?.sealedBody).toEqual(expect.any(String));
  await till.clock.pass(29 * DAY);
  await till.outbox.housekeep(till.replayer.confirmedTime());
  expect(await till.outbox.decisions.requeue(MOVED)).toMatchObject({ state: 'pending' });
});
