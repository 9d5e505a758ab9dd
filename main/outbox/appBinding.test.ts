import { describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  accepted,
  account,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { packQueue, takeOverQueue } from './packQueue.ts';

const HERE = 'https://gw.example k';
const OTHER = { ...account, url: 'https://other.example/' };
const HOUR = 3_600_000;
const id = (number: number) => String(number).padStart(32, '0');

/** Saves wait, since nobody can be reached. */
async function waiting(count: number, till = new ReplayTill()): Promise<ReplayTill> {
  await till.start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= count; number += 1) await till.register(number);
  await till.clock.pass(1_000);
  return till;
}

async function change(till: ReplayTill, to: Partial<ReplayTill>): Promise<void> {
  till.answer = (requestId) => accepted(`9${requestId}`);
  till.sent.length = 0;
  Object.assign(till, to);
  till.replayer.wake('settings');
  await till.clock.pass(HOUR);
}

describe('a save that was made for one app or brand', () => {
  test.each([
    ['another address', { account: OTHER }],
    ['another app key', { account: { ...account, appKey: 'k2' } }],
    ['another brand', { brandId: '2' }],
  ])(
    'never leaves to %s: it is held, visibly, and a new save does not wait for it',
    async (_, to) => {
      const till = await waiting(2);
      await change(till, to);
      expect(till.sent).toEqual([]);
      expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app', app: HERE });
      expect(till.outbox.apps.otherApps()).toEqual([
        { brandId: '1', app: HERE, host: 'gw.example', count: 2, mayGoOn: till.brandId === '1' },
      ]);
      await till.register(3, '13800000001');
      await till.clock.pass(0);
      expect(till.sent.map(({ requestId }) => requestId)).toEqual([id(3)]);
    },
  );

  test.each([
    ['secret', { appSecret: 's2' }],
    ['session', { session: 'new' }],
    ['path', { url: 'https://gw.example/router/rest' }],
    ['case of the host or its usual port', { url: 'https://GW.example:443/' }],
  ])('leaves after a change of %s as if nothing were', async (_, parts) => {
    const till = await waiting(1);
    await change(till, { account: { ...account, ...parts } });
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('leaves to the new address where the settings name the old one as the same app', async () => {
    const till = await waiting(1);
    const formerly = [{ url: account.url, appKey: account.appKey }];
    await change(till, { account: { ...OTHER, formerly } });
    expect(till.sent.map(({ app }) => app)).toEqual(['https://other.example k']);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('of another brand stays, whatever address was named as the former one', async () => {
    const till = await waiting(1);
    const formerly = [{ url: account.url, appKey: account.appKey }];
    await change(till, { brandId: '2', account: { ...OTHER, formerly } });
    expect(till.sent).toEqual([]);
  });

  test('goes back into the queue by itself when the settings fit again, with all that is known of it', async () => {
    const till = await waiting(0);
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(0);
    const before = till.outbox.saves.find(id(1));
    await change(till, { account: OTHER });
    const held = till.outbox.saves.find(id(1));
    expect(held).toMatchObject({ state: 'held', firstUnknownAt: before?.firstUnknownAt });
    await change(till, { account });
    expect(till.sent.map(({ app }) => app)).toEqual([HERE]);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('that comes back after more than 24 hours in doubt is stale', async () => {
    const till = await waiting(0);
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(0);
    await change(till, { account: OTHER });
    await till.clock.pass(25 * HOUR);
    await change(till, { account });
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('is held at the start where the settings have changed before it', async () => {
    const store = new MemoryStore();
    await (await waiting(1, new ReplayTill(store))).replayer.stop(0);
    const till = new ReplayTill(store);
    till.account = OTHER;
    await till.start();
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(store.onDisk.get(id(1))).toMatchObject({ heldReason: 'other-app' });
  });

  test('does not leave where holding it cannot be stored, and nothing else does meanwhile', async () => {
    const till = await waiting(2);
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    await change(till, { account: OTHER });
    expect(till.sent).toEqual([]);
    till.store.refusal = null;
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.outbox.saves.counts).toMatchObject({ pending: 0, held: 2 });
  });

  test('and is on its way at that moment is settled by its answer, and held if that says nothing', async () => {
    const till = await waiting(0);
    let answer = (_: GatewayResponse) => {};
    till.answer = () => new Promise((resolve) => (answer = resolve));
    await till.register(1);
    await till.clock.pass(0);
    till.account = OTHER;
    till.replayer.wake('settings');
    await till.clock.pass(0);
    expect(till.outbox.saves.find(id(1))?.state).toBe('sending');
    answer(lostAnswer);
    await till.clock.pass(0);
    expect(till.outbox.saves.find(id(1))).toMatchObject({ state: 'held', heldReason: 'other-app' });
    await change(till, { account });
    till.answer = () => new Promise((resolve) => (answer = resolve));
    await till.register(2);
    await till.clock.pass(0);
    till.account = OTHER;
    till.replayer.wake('settings');
    answer(accepted('9'));
    await till.clock.pass(0);
    expect(till.outbox.saves.find(id(2))?.state).toBe('accepted');
  });

  test('and comes in while the settings change is held like the others', async () => {
    const till = await waiting(0);
    const coming = till.register(1);
    till.account = OTHER;
    till.replayer.wake('settings');
    await coming;
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ heldReason: 'other-app' });
  });
});

describe('the manager', () => {
  test('lets all of one former app go on under the new one, with the same bytes, and those of others stay', async () => {
    const till = await waiting(2);
    const [first] = till.sent;
    await change(till, { account: { ...account, appKey: 'k2' } });
    till.answer = () => refusedConnection;
    await till.register(3);
    await change(till, { account: OTHER });
    expect(await till.outbox.apps.goOn({ brandId: '1', app: HERE })).toBe(2);
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent.map(({ app }) => app)).toEqual(Array(2).fill('https://other.example k'));
    expect(till.sent.find(({ requestId }) => requestId === id(1))?.body).toBe(first?.body);
    expect(till.state(3)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });

  test('cannot let a save of one brand go on under another', async () => {
    const till = await waiting(1);
    await change(till, { brandId: '2' });
    expect(await till.outbox.apps.goOn({ brandId: '1', app: HERE })).toBe(0);
    expect(await till.outbox.decisions.requeue(id(1))).toBeNull();
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });

  test('lets go on what has been in doubt for more than 24 hours only as stale', async () => {
    const till = await waiting(0);
    till.answer = () => lostAnswer;
    await till.register(1);
    await till.clock.pass(0);
    await change(till, { account: OTHER });
    await till.clock.pass(25 * HOUR);
    await till.outbox.apps.goOn({ brandId: '1', app: HERE });
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('sends one of them alone under the new app, also one that was refused there before', async () => {
    const till = await waiting(2);
    till.answer = (requestId) => (requestId === id(2) ? errorAnswer(40) : refusedConnection);
    await till.clock.pass(HOUR);
    expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await change(till, { account: OTHER });
    expect(await till.outbox.decisions.sendAgain(id(2))).toBeNull();
    for (const number of [1, 2]) await till.outbox.decisions.requeue(id(number));
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    for (const number of [1, 2]) expect(till.state(number)).toMatchObject({ state: 'accepted' });
  });

  test('requeues what was discarded: for another app it waits for the next decision', async () => {
    const till = await waiting(1);
    await change(till, { account: OTHER });
    await till.outbox.decisions.discard(id(1), 'manager');
    await till.outbox.decisions.requeue(id(1));
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });
});

describe('a save from before its app was recorded', () => {
  async function older(): Promise<MemoryStore> {
    const store = new MemoryStore();
    await (await waiting(1, new ReplayTill(store))).replayer.stop(0);
    const save = store.onDisk.get(id(1));
    if (save !== undefined) store.onDisk.set(id(1), { ...save, app: null, brandId: null });
    return store;
  }

  test('was made for the settings that are there at the start, and the brand of its bytes', async () => {
    const store = await older();
    const till = new ReplayTill(store);
    till.brandId = '2';
    await till.start();
    expect(store.onDisk.get(id(1))).toMatchObject({ brandId: '1', app: HERE });
    expect(till.outbox.isBound).toBe(true);
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    await change(till, { brandId: '1' });
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('and has no readable bytes was made for the brand that is there at the start', async () => {
    const store = await older();
    const save = store.onDisk.get(id(1));
    if (save !== undefined) store.onDisk.set(id(1), { ...save, sealedBody: 'unreadable' });
    const till = new ReplayTill(store);
    till.brandId = '2';
    await till.start();
    expect(store.onDisk.get(id(1))).toMatchObject({ brandId: '2', app: HERE });
  });

  test('is adopted by no app where it is accepted, or was held for that it names none', async () => {
    for (const [parts, brandId] of [
      [{ state: 'accepted', settledAt: Date.UTC(2026, 10, 24) }, null],
      [{ state: 'held', heldReason: 'other-app' }, '1'],
    ] as const) {
      const store = await older();
      const save = store.onDisk.get(id(1));
      if (save !== undefined) store.onDisk.set(id(1), { ...save, ...parts });
      await new ReplayTill(store).start();
      expect(store.onDisk.get(id(1))).toMatchObject({ ...parts, brandId, app: null });
    }
  });

  test('whose app cannot be stored says so, so that the settings stay', async () => {
    const store = await older();
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const till = await new ReplayTill(store).start();
    expect(till.outbox.isBound).toBe(false);
  });

  test('is held where nothing says for which app it was made, until the manager decides', async () => {
    const store = await older();
    const till = new ReplayTill(store);
    till.account = null;
    await till.start();
    await change(till, { account: OTHER });
    expect(till.sent).toEqual([]);
    await till.replayer.stop(0);
    const again = new ReplayTill(store);
    again.account = OTHER;
    await again.start();
    await again.clock.pass(HOUR);
    expect(again.sent).toEqual([]);
    const [group] = again.outbox.apps.otherApps();
    expect(group).toEqual({ brandId: '1', app: null, host: '', count: 1, mayGoOn: true });
    again.answer = () => accepted('7');
    expect(await again.outbox.apps.goOn({ brandId: '1', app: null })).toBe(1);
    again.replayer.wake('answer');
    await again.clock.pass(HOUR);
    expect(again.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('that another till has made belongs to no app of this one', async () => {
    const [from, to] = [await older(), new MemoryStore()];
    const there = new ReplayTill(from);
    there.account = null;
    await there.start();
    const here = await new ReplayTill(to).start();
    await takeOverQueue(here.outbox, packQueue(there.outbox).queue);
    await here.replayer.stop(0);
    const again = await new ReplayTill(to).start();
    await again.clock.pass(HOUR);
    expect(again.sent).toEqual([]);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app', app: null });
  });
});

test('ten thousand saves are held, and released again, in flushes of many', async () => {
  const till = await waiting(0);
  for (let number = 1; number <= 10_000; number += 1) await till.register(number);
  await change(till, { account: OTHER });
  expect(till.outbox.saves.counts).toMatchObject({ pending: 0, held: 10_000 });
  await change(till, { account });
  expect(till.outbox.saves.counts).toMatchObject({ held: 0, accepted: 10_000 });
});
