import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/** A till, of whose first save a call arrives two minutes after it was answered so; what has taken effect, in order. */
async function tillToldSo(first: GatewayResponse) {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = (id, attempt) => {
    if (Number(id) !== 1) {
      effects.push(id);
      return accepted('7');
    }
    if (attempt > 1) return refusedConnection;
    till.clock.after(2 * MINUTE, () => effects.push(id));
    return first;
  };
  await till.register(1, MOBILE);
  await till.clock.pass(500);
  expect(till.state(1)).toMatchObject({ state: 'pending' });
  return { till, effects };
}

test.each<[string, GatewayResponse]>([
  [
    'was refused for the quota over a connection that was used before, where another one may be on its way',
    { ...errorAnswer(7, 'accesscontrol.limited-by-app-access-count'), mayBeSecond: true },
  ],
  ['is called a copy of one', errorAnswer(31, 'isv.request-replay-error')],
  [
    'was answered by a gateway that waits no longer for the service behind it',
    errorAnswer(50, 'isp.remote-service-timeout'),
  ],
])(
  'what a manager has closed whose call %s does not arrive behind its person’s next',
  async (_, first) => {
    const { till, effects } = await tillToldSo(first);
    expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
    await till.register(2, MOBILE);
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test('behind what a relay has put off, and a manager has closed, nobody waits: nothing of it has left', async () => {
  const { till, effects } = await tillToldSo(errorAnswer(10, 'isp.relay-busy'));
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await till.register(2, MOBILE);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(2)]);
});

test('what was erased in doubt does not arrive behind what is registered of the same person after that', async () => {
  const { till, effects } = await tillToldSo(lostAnswer);
  expect(await till.outbox.erasing.erase([idOf(1)], async () => true)).toBe('erased');
  await till.register(2, MOBILE);
  await till.register(3);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(3)]);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(3), idOf(1), idOf(2)]);
});

test('a correction that was closed in doubt does not arrive behind what it had corrected, when that is sent after all', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = () => errorAnswer(50);
  await till.register(1, MOBILE);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(1)?.state).toBe('held');
  till.answer = (id, attempt) => {
    if (Number(id) !== 2) {
      effects.push(id);
      return accepted('7');
    }
    if (attempt > 1) return refusedConnection;
    till.clock.after(2 * MINUTE, () => effects.push(id));
    return lostAnswer;
  };
  await till.register(2, MOBILE, null, 1);
  await till.clock.pass(500);
  expect(await till.outbox.decisions.discard(idOf(2), 'manager')).not.toBe(null);
  expect(till.state(1)?.state).toBe('held');
  await till.outbox.decisions.requeue(idOf(1));
  till.replayer.wake('send-now');
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(2), idOf(1)]);
});
