import { expect, test } from 'vitest';
import type { Closing } from '../../app/outbox/save.ts';
import {
  accepted,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const RIGHT_MOBILE = '13800002222';
const CLOSING: Closing = { reason: 'mistake', operatorId: '1', run: 'run-1' };
const DISCARDED = { state: 'discarded', closedReason: 'manager', closing: CLOSING };

const idOf = (number: number) => String(number).padStart(32, '0');

const refusal = () => errorAnswer(40, 'isv.invalid-parameter');

/** One that was refused, and whose correction waits for a connection. */
async function withCorrection() {
  const till = await new ReplayTill().start();
  till.answer = refusal;
  await till.register(1, MOBILE);
  await till.clock.pass(MINUTE);
  till.answer = () => refusedConnection;
  await till.register(2, RIGHT_MOBILE, null, 1);
  return till;
}

/** What takes effect once a cashier has pressed "send again" and everything passes. */
async function sentByCashier(till: ReplayTill): Promise<string[]> {
  const effects: string[] = [];
  await till.outbox.decisions.sendAgain(idOf(1));
  till.answer = (id) => {
    effects.push(id);
    return accepted('7');
  };
  till.replayer.wake('send-now');
  await till.clock.pass(10 * MINUTE);
  return effects;
}

test('what the manager has discarded stays his where he takes its correction back and discards that once more', async () => {
  const till = await withCorrection();
  const { decisions } = till.outbox;
  await decisions.discard(idOf(2), 'manager', CLOSING);
  await decisions.discard(idOf(1), 'manager', CLOSING);
  await decisions.requeue(idOf(2));
  expect(till.state(1)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  await decisions.discard(idOf(2), 'manager', CLOSING);
  expect(till.state(1)).toMatchObject(DISCARDED);
  expect(till.store.onDisk.get(idOf(1))).toMatchObject(DISCARDED);
  expect(await sentByCashier(till)).toEqual([]);
});

test('what the manager discards while a correction of it is being stored stays his once that is refused and discarded, also over a restart', async () => {
  const till = await new ReplayTill().start();
  till.answer = refusal;
  await till.register(1, MOBILE);
  await till.clock.pass(MINUTE);
  const { decisions } = till.outbox;
  const [told] = await Promise.all([
    decisions.discard(idOf(1), 'manager', CLOSING),
    till.register(2, RIGHT_MOBILE, null, 1),
  ]);
  expect(told?.state).toBe('discarded');
  await till.clock.pass(MINUTE);
  expect(till.state(2)?.state).toBe('held');
  await decisions.discard(idOf(2), 'manager', CLOSING);

  const next = new ReplayTill(till.store);
  next.clock.jump(till.clock.now() - next.clock.now());
  await next.start();
  expect(next.state(1)).toMatchObject(DISCARDED);
  expect(await sentByCashier(next)).toEqual([]);
});

test('in a row of corrections what stands behind one that the manager had discarded is asked about', async () => {
  const till = await withCorrection();
  const { decisions } = till.outbox;
  await till.register(3, '13800003333', null, 2);
  await decisions.discard(idOf(2), 'manager', CLOSING);
  expect(till.state(2)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(till.state(1)?.closedReason).toBe('corrected');
  await decisions.discard(idOf(3), 'manager', CLOSING);
  expect(till.state(2)).toMatchObject(DISCARDED);
  expect(till.state(1)?.state).toBe('held');
  // He takes the last one back: both stand behind it again.
  await decisions.requeue(idOf(3));
  expect([1, 2].map((number) => till.state(number)?.closedReason)).toEqual([
    'corrected',
    'corrected',
  ]);
});

test('a start puts right what was left closed for a correction that is gone: the manager’s is his, and what is behind it is asked about', async () => {
  const till = await withCorrection();
  const { decisions } = till.outbox;
  await till.register(3, '13800003333', null, 2);
  await decisions.discard(idOf(2), 'manager', CLOSING);
  const last = till.store.onDisk.get(idOf(3));
  if (last === undefined) throw new Error('the last correction is not on the disk');
  await till.store.put({ ...last, state: 'discarded', closedReason: 'manager', closing: CLOSING });

  const next = new ReplayTill(till.store);
  next.clock.jump(till.clock.now() - next.clock.now());
  await next.start();
  expect(next.state(2)).toMatchObject(DISCARDED);
  expect(next.state(1)?.state).toBe('held');
});

test('while a correction of it stands it is called corrected, and the manager can take it back once that is gone', async () => {
  const till = await withCorrection();
  const { decisions } = till.outbox;
  await decisions.discard(idOf(2), 'manager', CLOSING);
  await decisions.discard(idOf(1), 'manager', CLOSING);
  await decisions.requeue(idOf(2));
  expect(await decisions.requeue(idOf(1))).toBeNull();
  await decisions.discard(idOf(2), 'manager', CLOSING);
  expect((await decisions.requeue(idOf(1)))?.state).toBe('pending');
});
