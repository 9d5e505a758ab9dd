import { describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  change,
  HERE,
  HOUR,
  id,
  OTHER,
  oneInDoubt,
  waiting,
} from '../../testing/tills/boundTill.ts';
import { accepted, account, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';

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
    const till = await oneInDoubt();
    const before = till.outbox.saves.find(id(1));
    await change(till, { account: OTHER });
    const held = till.outbox.saves.find(id(1));
    expect(held).toMatchObject({ state: 'held', firstUnknownAt: before?.firstUnknownAt });
    await change(till, { account });
    expect(till.sent.map(({ app }) => app)).toEqual([HERE]);
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('that comes back after more than 24 hours in doubt is stale', async () => {
    const till = await oneInDoubt();
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

test('ten thousand saves are held, and released again, in flushes of many', async () => {
  const till = await waiting(0);
  for (let number = 1; number <= 10_000; number += 1) await till.register(number);
  await change(till, { account: OTHER });
  expect(till.outbox.saves.counts).toMatchObject({ pending: 0, held: 10_000 });
  await change(till, { account });
  expect(till.outbox.saves.counts).toMatchObject({ held: 0, accepted: 10_000 });
});
