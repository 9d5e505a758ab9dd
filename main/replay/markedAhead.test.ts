import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { MemoryStore } from '../testing/memoryStore.ts';
import { accepted, errorAnswer, ReplayTill } from '../testing/replayTill.ts';

const BAN = 'This ban will last for 5 more seconds';

let till: ReplayTill;
/** The calls that wait for their answer, by the number of their save. */
let open: Map<number, (response: GatewayResponse) => void>;

beforeEach(async () => {
  till = await new ReplayTill(new MemoryStore()).start();
  open = new Map();
  await openTheGate();
  till.answer = (requestId) =>
    new Promise((resolve) => {
      open.set(Number(requestId), resolve);
    });
});

/** Three answers bring the full room of four. */
async function openTheGate(): Promise<void> {
  for (let number = 1; number <= 3; number += 1) await till.register(number);
  await till.clock.pass(0);
}

/** Registers saves 4 to 12 one after the other; nothing answers them until they are no longer the counter's. */
async function fill(): Promise<void> {
  for (let number = 4; number <= 12; number += 1) {
    await till.register(number);
    await till.clock.pass(0);
  }
  await till.clock.pass(3 * 60_000);
}

const sent = () => till.sent.slice(3).map(({ requestId }) => Number(requestId));
const onDisk = (state: string) =>
  [...till.store.onDisk.values()].filter((save) => save.state === state);
const numbers = (state: string) => onDisk(state).map(({ requestId }) => Number(requestId));

async function answer(number: number, response: GatewayResponse): Promise<void> {
  open.get(number)?.(response);
  await till.clock.pass(0);
}

describe('while all calls are under way', () => {
  beforeEach(fill);

  test('two saves more are marked on the disk, and no byte of them leaves', () => {
    expect(sent()).toEqual([4, 5, 6, 7]);
    expect(numbers('sending')).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('an answer lets the next one go at once, also while the disk takes no mark', async () => {
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    await answer(5, accepted('95'));
    expect(sent()).toEqual([4, 5, 6, 7, 8]);
  });

  test('a disk that refuses gets them back: nothing is shown as being sent that is not', async () => {
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    for (const number of [4, 5, 6, 7, 8, 9]) await answer(number, accepted(`9${number}`));
    await till.clock.pass(60_000);
    expect(till.outbox.counts).toMatchObject({ sending: 5, pending: 4 });
    till.store.refusal = null;
    till.answer = (requestId) => accepted(`9${requestId}`);
    await till.clock.pass(10 * 60_000);
    expect(till.outbox.counts).toMatchObject({ accepted: 12, pending: 0, sending: 0 });
  });

  test('a save that is made at the counter goes before what was marked', async () => {
    await till.register(13);
    await answer(4, accepted('94'));
    expect(sent().at(-1)).toBe(13);
    await answer(5, accepted('95'));
    expect(sent().at(-1)).toBe(8);
  });

  test('a ban gives them back: no attempt counts, nothing is in doubt, and they go when it is over', async () => {
    await answer(4, errorAnswer(7, 'accesscontrol.limited-by-app-access-count', BAN));
    const back = onDisk('pending').filter(({ requestId }) => [8, 9].includes(Number(requestId)));
    expect(back).toHaveLength(2);
    for (const save of back) {
      expect(save).toMatchObject({ attempts: 0, sentAt: null, firstUnknownAt: null });
    }
    for (const number of [5, 6, 7]) await answer(number, accepted(`9${number}`));
    expect(sent()).toEqual([4, 5, 6, 7]);
    till.answer = (requestId) => accepted(`9${requestId}`);
    await till.clock.pass(10 * 60_000);
    expect(till.outbox.counts).toMatchObject({ accepted: 12, pending: 0, sending: 0 });
  });

  test('a kill leaves them to be sent again, under the same id', async () => {
    const again = new ReplayTill(new MemoryStore());
    for (const [requestId, save] of till.store.onDisk) again.store.onDisk.set(requestId, save);
    await again.start();
    await again.clock.pass(60_000);
    expect(again.outbox.counts).toMatchObject({ accepted: 12, pending: 0, sending: 0 });
  });

  test('stopping gives them back', async () => {
    const stopped = till.replayer.stop(1_000);
    await till.clock.pass(1_000);
    await stopped;
    expect(numbers('sending')).toEqual([4, 5, 6, 7]);
  });

  test('without an account they wait', async () => {
    till.account = null;
    till.replayer.wake('settings');
    await till.clock.pass(0);
    expect(numbers('sending')).toEqual([4, 5, 6, 7]);
  });
});

test('with a budget, which lets nothing wait for the disk, nothing is marked ahead', async () => {
  till.budget = 2_400;
  till.replayer.wake('settings');
  till.answer = (requestId) => accepted(`9${requestId}`);
  for (let number = 20; number < 24; number += 1) await till.register(number);
  await till.clock.pass(60_000);
  till.answer = (requestId) =>
    new Promise((resolve) => {
      open.set(Number(requestId), resolve);
    });
  await fill();
  expect(sent().slice(4)).toHaveLength(4);
  expect(numbers('sending')).toHaveLength(4);
});

test('before the gate is fully open nothing is marked ahead', async () => {
  till.replayer.wake('settings');
  await fill();
  expect(numbers('sending')).toHaveLength(1);
});
