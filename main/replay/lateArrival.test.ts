import { expect, test } from 'vitest';
import {
  accepted,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

const rejected = errorAnswer(41, 'isv.invalid-parameter:mobile');

/** A till behind a proxy that hands a call on so late (ms) that the till has given it up; what has taken effect, in order. */
async function tillBehindSlowProxy(late: number) {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = async (id, attempt) => {
    if (Number(id) === 1) {
      if (attempt > 1) return refusedConnection;
      till.clock.after(late, () => effects.push(id));
      await new Promise<void>((resolve) => till.clock.after(20 * SECOND, resolve));
      return lostAnswer;
    }
    effects.push(id);
    return accepted('7');
  };
  await till.register(1, MOBILE);
  await till.clock.pass(21 * SECOND);
  expect(till.state(1)?.state).toBe('pending');
  return { till, effects };
}

test('what a manager has closed in doubt does not arrive behind what is registered of the same person after that', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).toMatchObject({
    state: 'discarded',
  });
  await till.register(2, MOBILE);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('behind what was closed in doubt whoever is registered of the same person waits as long as a call may arrive, and nobody else does', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  await till.outbox.decisions.discard(idOf(1), 'manager');
  await till.register(2, MOBILE);
  await till.register(3);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(3)]);
  await till.clock.pass(19 * MINUTE);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(15 * MINUTE);
  expect(effects).toEqual([idOf(3), idOf(1), idOf(2)]);
});

test('what the manager has closed in doubt and takes back goes at once, before what stands behind it', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  await till.outbox.decisions.discard(idOf(1), 'manager');
  await till.register(2, MOBILE);
  await till.clock.pass(MINUTE);
  await till.outbox.decisions.requeue(idOf(1));
  till.answer = (id) => {
    effects.push(id);
    return accepted('7');
  };
  till.replayer.wake('send-now');
  await till.clock.pass(MINUTE / 2);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('behind what was refused after that for what it says nobody waits', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  till.answer = () => rejected;
  till.replayer.wake('send-now');
  await till.clock.pass(MINUTE);
  expect(till.state(1)?.state).toBe('held');
  till.answer = (id) => {
    effects.push(id);
    return accepted('7');
  };
  await till.outbox.decisions.discard(idOf(1), 'manager');
  await till.register(2, MOBILE);
  till.replayer.wake('send-now');
  await till.clock.pass(2 * MINUTE);
  expect(effects).toContain(idOf(2));
});
