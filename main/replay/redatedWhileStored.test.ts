import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  accepted,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import type { WriteResult } from '../files/storeFailure.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ID = '1'.padStart(32, '0');

/** A disk that takes its time for what a test says, and refuses it where it says so. */
class SlowDisk extends MemoryStore {
  isSlow = (_save: Save): boolean => false;
  answer: (written: WriteResult | null) => void = () => undefined;

  override async put(save: Save): Promise<WriteResult> {
    if (!this.isSlow(save)) return super.put(save);
    this.isSlow = () => false;
    const refusal = await new Promise<WriteResult | null>((resolve) => {
      this.answer = resolve;
    });
    return refusal ?? super.put(save);
  }
}

const rejected: GatewayResponse = {
  ...accepted('7'),
  bodyText: JSON.stringify({
    alibaba_alsc_crm_open_customer_save_response: {
      result: { biz_success: false, result_code: 'PARAM_ERROR', result_message: '' },
    },
  }),
};
const REFUSED: WriteResult = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };

const wrongNode = (till: ReplayTill, ahead: number): GatewayResponse => ({
  ...errorAnswer(31, 'isv.timestamp-limit-error'),
  date: new Date(till.clock.now() + ahead).toUTCString(),
});

/** The save took effect, but its answer was lost; then one node of the gateway says that it is three days later. */
async function tillMisled(disk = new SlowDisk()) {
  const till = await new ReplayTill(disk).start();
  const effects = { count: 0 };
  till.answer = (_id, attempt) => {
    if (attempt === 1) effects.count += 1;
    if (attempt === 1) return lostAnswer;
    return attempt === 2 ? wrongNode(till, 3 * DAY) : refusedConnection;
  };
  await till.register(1);
  await till.clock.pass(MINUTE);
  return { till, disk, effects };
}

/** The PC has slept for two days: the gateway has forgotten the id. */
async function afterTwoDays({ till, effects }: Awaited<ReturnType<typeof tillMisled>>) {
  till.clock.jump(2 * DAY);
  till.answer = () => {
    effects.count += 1;
    return { ...accepted('7'), date: new Date(till.clock.now()).toUTCString() };
  };
  till.replayer.wake('resume');
  await till.clock.pass(20 * MINUTE);
  return { state: till.state(1)?.state, effects: effects.count };
}

test('what an export lends out is no younger where there is no file after all and the PC has slept meanwhile', async () => {
  const misled = await tillMisled();
  const { till } = misled;
  till.isMoving = () => true;
  const lent = await till.outbox.lending.lend([ID], till.gatewayClock.now());
  till.replayer.wake('suspend');
  await till.outbox.lending.undo(lent);
  till.isMoving = () => false;
  expect(await afterTwoDays(misled)).toEqual({ state: 'held', effects: 1 });
});

test('what somebody closes is no younger where the disk refuses that and the time is proved meanwhile', async () => {
  const { till, disk, effects } = await tillMisled();
  disk.isSlow = (save) => save.state === 'discarded';
  const closing = till.outbox.decisions.discard(ID, 'manager');
  await till.clock.pass(0);
  till.answer = gatewayAt(till, till.clock.now() - till.clock.monotonic());
  await till.register(2);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(2)?.state).toBe('accepted');
  till.answer = () => refusedConnection;
  disk.answer(REFUSED);
  expect(await closing).toBe(null);
  await till.clock.pass(2 * DAY);
  till.answer = () => {
    effects.count += 1;
    return { ...accepted('7'), date: new Date(till.clock.now()).toUTCString() };
  };
  till.replayer.wake('send-now');
  await till.clock.pass(20 * MINUTE);
  expect({ state: till.state(1)?.state, effects: effects.count }).toEqual({
    state: 'held',
    effects: 1,
  });
});

test('a call without an answer makes its save no younger where the PC goes to sleep while that is stored', async () => {
  const disk = new SlowDisk();
  const till = await new ReplayTill(disk).start();
  const effects = { count: 1 };
  let end: (response: GatewayResponse) => void = () => undefined;
  till.answer = () => errorAnswer(15, 'isp.service-busy');
  await till.register(1);
  await till.clock.pass(23 * HOUR);
  till.answer = (id) =>
    Number(id) === 2 ? wrongNode(till, 3 * DAY) : new Promise((resolve) => (end = resolve));
  till.replayer.wake('send-now');
  await till.clock.pass(15 * MINUTE);
  await till.register(2);
  await till.clock.pass(10);
  disk.isSlow = (save) => save.requestId === ID;
  end(lostAnswer);
  await till.clock.pass(0);
  till.replayer.wake('suspend');
  till.answer = () => refusedConnection;
  disk.answer(null);
  await till.clock.pass(0);
  till.clock.jump(20 * HOUR);
  till.answer = (id) => {
    if (Number(id) === 1) effects.count += 1;
    return { ...accepted('7'), date: new Date(till.clock.now()).toUTCString() };
  };
  till.replayer.wake('resume');
  await till.clock.pass(20 * MINUTE);
  expect({ state: till.state(1)?.state, effects: effects.count }).toEqual({
    state: 'held',
    effects: 1,
  });
});

test('a manager’s word is no younger where what refused calls had shown is taken back while it is stored', async () => {
  const disk = new SlowDisk();
  const till = await new ReplayTill(disk).start();
  const effects = { count: 1 };
  till.answer = (_id, attempt) => (attempt === 1 ? lostAnswer : rejected);
  await till.register(1);
  await till.clock.pass(MINUTE);
  expect(till.state(1)?.state).toBe('held');
  let end: (response: GatewayResponse) => void = () => undefined;
  till.answer = (_id, attempt) =>
    attempt === 1 ? wrongNode(till, 3 * DAY) : new Promise((resolve) => (end = resolve));
  await till.register(2);
  await till.clock.pass(10);
  // The same time that was refused: said twice, it is none of the gateway's.
  const inVain = () => wrongNode(till, till.gatewayClock.now() - till.clock.now());
  end(inVain());
  await till.clock.pass(5 * MINUTE);
  disk.isSlow = (save) => save.requestId === ID;
  const word = till.outbox.decisions.requeue(ID);
  await till.clock.pass(0);
  end(inVain());
  await till.clock.pass(10);
  expect(till.gatewayClock.offset).toBe(0);
  till.answer = () => refusedConnection;
  end(refusedConnection);
  disk.answer(null);
  expect(await word).toMatchObject({ state: 'pending' });
  await till.clock.pass(2 * DAY);
  till.answer = (id) => {
    if (Number(id) === 1) effects.count += 1;
    return { ...accepted('7'), date: new Date(till.clock.now()).toUTCString() };
  };
  await till.clock.pass(20 * MINUTE);
  expect({ state: till.state(1)?.state, effects: effects.count }).toEqual({
    state: 'held',
    effects: 1,
  });
});
