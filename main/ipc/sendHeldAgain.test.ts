import { describe, expect, test } from 'vitest';
import { choice, DAY, PIN, queueDesk, rejected, words } from '../../testing/tills/queueDesk.ts';

const { requestId } = choice;

describe('sending a held save as it is', () => {
  test('needs nobody where it was refused: the same id, the same bytes, and the replayer is told', async () => {
    const { outbox, entries, told, handlers, state, answer } = await queueDesk();
    await answer(rejected);
    const before = outbox.saves.find(requestId);
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({ ok: true });
    expect(state()).toBe('pending');
    expect(outbox.saves.find(requestId)?.sealedBody).toBe(before?.sealedBody);
    expect(told).toEqual(['prioritize']);
    expect(entries).toMatchObject([{ action: 'save.sent-again', slip: 'S-0001' }]);
  });

  test('needs the manager where it is stale', async () => {
    const { switches, store, outbox, handlers, state, answer } = await queueDesk();
    await answer({ ...words, class: 'unreachable', mayHaveArrived: true });
    switches.now += DAY + 1;
    await outbox.delivery.holdStale(() => switches.now);
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({
      error: { code: 'save.needs-manager' },
    });
    expect(await handlers.sendHeldAgain({ ...choice, pin: '0000' })).toMatchObject({
      error: { code: 'pin.wrong' },
    });
    expect(state()).toBe('held');
    expect(await handlers.sendHeldAgain({ ...choice, pin: PIN })).toMatchObject({ ok: true });
    expect(store.onDisk.get(requestId)).toMatchObject({
      state: 'pending',
      firstUnknownAt: switches.now,
    });
  });

  test('by a cashier does not make a save younger than its first unknown outcome', async () => {
    const { switches, store, outbox, handlers, state, answer } = await queueDesk();
    for (let tries = 0; tries < 5; tries += 1) await answer({ ...words, class: 'unknown' });
    expect(state()).toBe('held');
    switches.now += 1_000;
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({ ok: true });
    expect(store.onDisk.get(requestId)?.firstUnknownAt).toBe(1);
    await outbox.delivery.holdStale(() => 1 + DAY + 1);
    expect(state()).toBe('held');
  });

  test('of a save that is no longer held is refused', async () => {
    const { handlers } = await queueDesk();
    expect(await handlers.sendHeldAgain({ ...choice, pin: PIN })).toMatchObject({
      error: { code: 'save.changed' },
    });
  });

  test('that the disk refuses is said so', async () => {
    const { store, outbox, handlers, answer } = await queueDesk();
    await answer(rejected);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({
      error: { code: 'store.failed' },
    });
    expect(outbox.saves.find(requestId)?.state).toBe('held');
  });
});
