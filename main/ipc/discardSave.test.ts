import { describe, expect, test } from 'vitest';
import { choice, DAY, PIN, queueDesk, rejected, words } from '../../testing/tills/queueDesk.ts';

const { requestId, operatorId } = choice;

describe('discarding and requeueing', () => {
  test('needs the PIN and a reason, also for a save that waits; requeued, it is sent as it was', async () => {
    const { switches, outbox, entries, told, handlers, state } = await queueDesk();
    const asked = { ...choice, reason: 'duplicate' as const };
    expect(await handlers.discardSave({ ...asked, pin: '0' })).toMatchObject({ ok: false });
    expect(state()).toBe('pending');
    expect(await handlers.discardSave({ ...asked, pin: PIN })).toMatchObject({ ok: true });
    expect(state()).toBe('discarded');
    expect(outbox.saves.queue.size).toBe(0);
    expect(await handlers.requeueSave({ ...choice, pin: '0' })).toMatchObject({ ok: false });
    switches.now += 29 * DAY;
    await outbox.housekeep(switches.now);
    expect(await handlers.requeueSave({ ...choice, pin: PIN })).toMatchObject({ ok: true });
    expect(state()).toBe('pending');
    expect(told).toEqual(['wake', 'prioritize']);
    expect(entries).toEqual([
      { action: 'save.discarded', operatorId, slip: 'S-0001', reason: 'duplicate' },
      { action: 'save.taken-back', operatorId, slip: 'S-0001' },
    ]);
  });

  test('a stale save is closed by the manager alone, with a reason, and nothing sends it after that', async () => {
    const { switches, store, outbox, entries, told, handlers, state, answer } = await queueDesk();
    await answer({ ...words, class: 'unreachable', mayHaveArrived: true });
    switches.now += DAY + 1;
    await outbox.delivery.holdStale(() => switches.now);
    const asked = { ...choice, reason: 'declined' as const };
    expect(await handlers.discardSave({ ...asked, pin: '0' })).toMatchObject({ ok: false });
    expect(store.onDisk.get(requestId)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(await handlers.discardSave({ ...asked, pin: PIN })).toMatchObject({ ok: true });
    expect([state(), outbox.saves.queue.size, told]).toEqual(['discarded', 0, ['wake']]);
    expect(await handlers.sendHeldAgain({ ...choice, pin: PIN })).toMatchObject({
      error: { code: 'save.changed' },
    });
    const line = { action: 'save.discarded', operatorId, slip: 'S-0001', reason: 'declined' };
    expect(entries).toEqual([line]);
  });

  test('a save that is being sent cannot be discarded under its feet', async () => {
    const { switches, outbox, handlers } = await queueDesk();
    const save = outbox.saves.find(requestId);
    if (save) await outbox.delivery.mark(save, switches.now);
    expect(await handlers.discardSave({ ...choice, pin: PIN, reason: 'test' })).toMatchObject({
      error: { code: 'save.changed' },
    });
  });

  test('a discarding that the disk refuses leaves the save to be sent', async () => {
    const { outbox, store, handlers } = await queueDesk();
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await handlers.discardSave({ ...choice, pin: PIN, reason: 'test' })).toMatchObject({
      error: { code: 'store.failed' },
    });
    expect([...outbox.saves.queue.values()].map((save) => save.state)).toEqual(['pending']);
  });

  test('two managers at once: one discards it, the other is told', async () => {
    const { entries, handlers } = await queueDesk();
    const both = await Promise.all([
      handlers.discardSave({ ...choice, pin: PIN, reason: 'test' }),
      handlers.discardSave({ ...choice, pin: PIN, reason: 'other' }),
    ]);
    expect(both.map((reply) => reply.ok).sort()).toEqual([false, true]);
    expect(entries).toHaveLength(1);
  });
});

test('of a save that was discarded it stays known by whose word, why and when', async () => {
  const { store, handlers, answer } = await queueDesk();
  await answer(rejected);
  await handlers.discardSave({ ...choice, pin: PIN, reason: 'duplicate' });
  const list = async () => {
    const reply = await handlers.listSaves({ filter: 'all', search: '', offset: 0, limit: 9 });
    return reply.ok ? reply.value.rows[0]?.closing : undefined;
  };
  expect(await list()).toEqual({ reason: 'duplicate', operatorId });
  expect(store.onDisk.get(requestId)?.closing).toEqual({ reason: 'duplicate', operatorId });
  await handlers.requeueSave({ ...choice, pin: PIN });
  expect(await list()).toBeNull();
});
