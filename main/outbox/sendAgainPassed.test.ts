import { beforeEach, describe, expect, test } from 'vitest';
import type { OtherApp } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  accepted,
  account,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PERSON = '13800138000';
const idOf = (number: number) => String(number).padStart(32, '0');
const refused = errorAnswer(41, 'isv.invalid-parameter:x');

/** One save of a person is refused and held. */
let till: ReplayTill;
beforeEach(async () => {
  till = await new ReplayTill().start();
  till.answer = () => refused;
  await till.register(1, PERSON);
  await till.clock.pass(MINUTE);
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
});
const comesAgain = async (answer: ReplayTill['answer']) => {
  till.answer = answer;
  await till.register(2, PERSON);
  await till.clock.pass(1_000);
};

describe('a refused save, and a later one of the same person', () => {
  test('that was accepted: only the manager sends the older one over it', async () => {
    await comesAgain(() => accepted('7'));
    expect(till.state(2)?.state).toBe('accepted');
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
    expect(await till.outbox.decisions.requeue(idOf(1))).toMatchObject({ state: 'pending' });
  });

  test('that may have taken effect: the same', async () => {
    await comesAgain(() => lostAnswer);
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
  });

  test('that was refused as well: anybody sends either', async () => {
    await comesAgain(() => refused);
    expect(till.state(2)?.state).toBe('held');
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toMatchObject({ state: 'pending' });
    expect(await till.outbox.decisions.sendAgain(idOf(2))).toMatchObject({ state: 'pending' });
  });

  test('that was accepted and is forgotten: only the manager, too', async () => {
    await comesAgain(() => accepted('7'));
    await till.clock.pass(8 * DAY);
    await till.outbox.housekeep(null);
    expect(till.state(2)).toBeUndefined();
    expect(await till.outbox.decisions.sendAgain(idOf(1))).toBeNull();
    expect(await till.outbox.decisions.requeue(idOf(1))).toMatchObject({ state: 'pending' });
  });

  test('that was accepted and has no hashes left on the disk: the same after a start', async () => {
    await comesAgain(() => accepted('7'));
    const { store } = till;
    const accept = till.state(2);
    await till.replayer.stop(0);
    await store.put({ ...(accept as Save), identityKeys: [] });
    const next = await new ReplayTill(store).start();
    expect(next.state(1)?.state).toBe('held');
    expect(await next.outbox.decisions.sendAgain(idOf(1))).toBeNull();
    await next.replayer.stop(0);
  });
});

/** A disk that takes its time for each flush, by the till's clock. */
class SlowStore extends MemoryStore {
  wait = async () => {};

  override async put(save: Save) {
    await this.wait();
    return this.write(save);
  }
}

test.each([20, 500])(
  'what is sent again goes before what came later, also where that could leave while the word is being stored (%i ms)',
  async (milliseconds) => {
    const store = new SlowStore();
    const slow = await new ReplayTill(store).start();
    slow.answer = () => refused;
    await slow.register(1, PERSON);
    await slow.clock.pass(MINUTE);
    slow.answer = () => refusedConnection;
    await slow.register(2, PERSON);
    await slow.clock.pass(MINUTE);
    expect([slow.state(1)?.state, slow.state(2)?.state]).toEqual(['held', 'pending']);
    slow.sent.length = 0;
    slow.answer = () => accepted('7');
    store.wait = () => new Promise((resolve) => slow.clock.after(milliseconds, resolve));
    const pressed = slow.outbox.decisions.sendAgain(idOf(1));
    slow.replayer.wake('network');
    await slow.clock.pass(1_000);
    const waiting = await pressed;
    expect(waiting).toMatchObject({ state: 'pending' });
    slow.replayer.prioritize(waiting as Save);
    await slow.clock.pass(MINUTE);
    expect(slow.sent.map(({ requestId }) => requestId)).toEqual([idOf(1), idOf(2)]);
  },
);

test('what the manager lets go on under another app goes before what came later as well', async () => {
  const store = new SlowStore();
  const slow = await new ReplayTill(store).start();
  slow.answer = () => refusedConnection;
  await slow.register(1, PERSON);
  await slow.clock.pass(MINUTE);
  slow.account = { ...account, appKey: 'new' };
  slow.replayer.wake('settings');
  await slow.clock.pass(1_000);
  expect(slow.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  const [app] = slow.outbox.apps.otherApps();
  // It waits, and has not been tried.
  slow.isMoving = () => true;
  await slow.register(2, PERSON);
  slow.isMoving = () => false;
  slow.sent.length = 0;
  slow.answer = () => accepted('7');
  store.wait = () => new Promise((resolve) => slow.clock.after(50, resolve));
  const pressed = slow.outbox.apps.goOn(app as OtherApp);
  slow.replayer.wake('network');
  await slow.clock.pass(1_000);
  expect(await pressed).toEqual({ bound: 1, going: 1 });
  slow.replayer.wake('answer');
  await slow.clock.pass(5 * MINUTE);
  expect(slow.sent.map(({ requestId }) => requestId)).toEqual([idOf(1), idOf(2)]);
});

test('what goes on keeps its place while it is being stored, also where the time is shown meanwhile', async () => {
  const store = new SlowStore();
  const slow = await new ReplayTill(store).start();
  slow.answer = () => lostAnswer;
  await slow.register(1, PERSON);
  await slow.clock.pass(1_000);
  slow.account = { ...account, appKey: 'new' };
  slow.replayer.wake('settings');
  await slow.clock.pass(1_000);
  expect(slow.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  slow.isMoving = () => true;
  const [app] = slow.outbox.apps.otherApps();
  store.wait = () => new Promise((resolve) => slow.clock.after(50, resolve));
  const pressed = slow.outbox.apps.goOn(app as OtherApp);
  await slow.clock.pass(1);
  const { sequence = 0 } = slow.state(1) ?? {};
  expect(slow.outbox.saves.queue.get(sequence)?.state).toBe('sending');
  slow.outbox.delivery.redate(idOf(1), slow.clock.now() - MINUTE);
  expect(slow.outbox.saves.queue.get(sequence)?.state).toBe('sending');
  await slow.clock.pass(1_000);
  expect(await pressed).toEqual({ bound: 1, going: 1 });
  const { firstUnknownAt = null } = slow.outbox.saves.find(idOf(1)) ?? {};
  expect(firstUnknownAt).toBeLessThan(slow.clock.now() - MINUTE);
});

test('where the disk refuses that word, what came later is not kept waiting', async () => {
  const store = new MemoryStore();
  const full = await new ReplayTill(store).start();
  full.answer = () => refused;
  await full.register(1, PERSON);
  await full.clock.pass(MINUTE);
  full.answer = () => refusedConnection;
  await full.register(2, PERSON);
  full.sent.length = 0;
  full.answer = () => accepted('7');
  store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  expect(await full.outbox.decisions.sendAgain(idOf(1))).toBeNull();
  store.refusal = null;
  full.replayer.wake('network');
  await full.clock.pass(5 * MINUTE);
  expect(full.state(1)?.state).toBe('held');
  expect(full.sent.map(({ requestId }) => requestId)).toEqual([idOf(2)]);
});
