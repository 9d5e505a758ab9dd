import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { STALE_AFTER_MS } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';

const NOW = 1_000_000_000;
const vault = new Vault(Buffer.alloc(32, 7));
const uncertain = (sequence: number, firstUnknownAt = NOW, parts: Partial<Save> = {}) =>
  aSave({ sequence, firstUnknownAt, ...parts });

/** An outbox that finds these saves on its disk. */
async function outboxWith(...saves: Save[]) {
  const store = new MemoryStore();
  for (const save of saves) store.onDisk.set(save.requestId, save);
  const outbox = await openOutbox({ store, vault, now: () => NOW, retention: 1e12 });
  return { store, outbox, at: (sequence: number) => outbox.saves.findBySequence(sequence) };
}

describe('since when an outcome has been unknown', () => {
  test('can be corrected while the save waits, and reaches the disk with its next change', async () => {
    const save = uncertain(1);
    const { store, outbox, at } = await outboxWith(save);
    outbox.delivery.redate(save.requestId, 5);
    expect(at(1)?.firstUnknownAt).toBe(5);
    expect(outbox.saves.queue.get(1)?.firstUnknownAt).toBe(5);
    expect(store.writes).toBe(0);
  });

  test('is corrected for nothing that is certain, over, or unknown here', async () => {
    const saves = [
      aSave({ sequence: 1 }),
      uncertain(2, NOW, { state: 'held', heldReason: 'stale' }),
      uncertain(3, NOW, { state: 'accepted' }),
    ];
    const { outbox, at } = await outboxWith(...saves);
    for (const { requestId } of [...saves, aSave({ sequence: 9 })])
      outbox.delivery.redate(requestId, 5);
    expect([1, 2, 3].map((sequence) => at(sequence)?.firstUnknownAt)).toEqual([null, NOW, NOW]);
  });

  test('can be corrected while somebody’s word about the save is being stored, and lets nothing leave', async () => {
    const save = uncertain(1);
    const { outbox, at } = await outboxWith(save);
    const closing = outbox.decisions.discard(save.requestId, 'manager');
    outbox.delivery.redate(save.requestId, 5);
    expect(at(1)).toMatchObject({ state: 'pending', firstUnknownAt: 5 });
    expect(outbox.saves.queue.get(1)).not.toBe(at(1));
    expect(outbox.saves.queue.get(1)?.state).toBe('sending');
    expect(await closing).toMatchObject({ state: 'discarded', firstUnknownAt: 5 });
  });

  test('is left alone where the word is that a closed save is to go again', async () => {
    const save = uncertain(1, NOW - 1, { state: 'discarded', closedReason: 'manager' });
    const { outbox, at } = await outboxWith(save);
    const taken = outbox.decisions.requeue(save.requestId);
    outbox.delivery.redate(save.requestId, 5);
    expect(await taken).toMatchObject({ state: 'pending', firstUnknownAt: NOW });
    expect(outbox.saves.queue.get(1)).toBe(at(1));
  });
});

describe('what has been in doubt for too long', () => {
  const old = NOW - STALE_AFTER_MS - 1;

  test('is held, each of it, and nothing else', async () => {
    const { store, outbox, at } = await outboxWith(
      uncertain(1, old),
      uncertain(2, old + 1),
      aSave({ sequence: 3 }),
      uncertain(4, old),
    );
    expect(await outbox.delivery.holdStale(() => NOW)).toBe(true);
    expect([1, 2, 3, 4].map((sequence) => at(sequence)?.state)).toEqual([
      'held',
      'pending',
      'pending',
      'held',
    ]);
    expect(at(1)).toMatchObject({ heldReason: 'stale', settledAt: NOW });
    expect(store.writes).toBe(2);
  });

  test('is not held while it is being sent, or somebody decides about it', async () => {
    const { store, outbox, at } = await outboxWith(uncertain(1, old), uncertain(2, old));
    const sending = await outbox.delivery.mark(uncertain(2, old), NOW);
    // It takes a while.
    store.put = () => new Promise(() => undefined);
    void outbox.decisions.discard(uncertain(1, old).requestId, 'manager');
    expect(await outbox.delivery.holdStale(() => NOW)).toBe(true);
    expect(at(1)?.state).toBe('pending');
    expect(at(2)).toBe(sending);
  });

  test('stays where the disk refuses, which is told', async () => {
    const { store, outbox, at } = await outboxWith(uncertain(1, old), uncertain(2, old));
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await outbox.delivery.holdStale(() => NOW)).toBe(false);
    expect([at(1)?.state, at(2)?.state]).toEqual(['pending', 'pending']);
  });

  test('goes to the disk in flushes of many', async () => {
    const saves = Array.from({ length: 1_000 }, (_, index) => uncertain(index + 1, old));
    const { store, outbox } = await outboxWith(...saves);
    const put = store.put.bind(store);
    let [together, most] = [0, 0];
    store.put = async (save) => {
      together += 1;
      most = Math.max(most, together);
      const written = await put(save);
      together -= 1;
      return written;
    };
    expect(await outbox.delivery.holdStale(() => NOW)).toBe(true);
    expect(outbox.saves.counts.held).toBe(1_000);
    expect(most).toBeGreaterThan(200);
    expect(most, 'the window has its turn between two').toBeLessThan(300);
  });
});

describe('a send', () => {
  test('that cannot be marked on the disk is none', async () => {
    const save = aSave();
    const { store, outbox, at } = await outboxWith(save);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await outbox.delivery.mark(save, NOW)).toBeNull();
    expect(at(1)).toEqual(save);
    store.refusal = null;
    const sending = await outbox.delivery.mark(save, NOW);
    expect(sending).toMatchObject({ state: 'sending', sentAt: NOW });
    expect(at(1)).toBe(sending);
    expect(store.onDisk.get(save.requestId)).toBe(sending);
  });

  test('keeps the date that was corrected while its mark was being stored, whether that succeeds or not', async () => {
    const save = uncertain(1);
    const { store, outbox, at } = await outboxWith(save);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const refused = outbox.delivery.mark(save, NOW);
    outbox.delivery.redate(save.requestId, 5);
    expect(await refused).toBeNull();
    expect(at(1)).toEqual({ ...save, firstUnknownAt: 5 });
    store.refusal = null;
    const marked = outbox.delivery.mark(save, NOW);
    outbox.delivery.redate(save.requestId, 4);
    expect(await marked).toMatchObject({ state: 'sending', firstUnknownAt: 4 });
    expect(await marked).toBe(at(1));
  });

  test('that ended nobody knows how goes on as at a start; one that ended does not', async () => {
    const { outbox, at } = await outboxWith(aSave({ sequence: 1 }), aSave({ sequence: 2 }));
    await outbox.delivery.mark(aSave({ sequence: 1 }), NOW);
    for (const sequence of [1, 2, 9])
      outbox.delivery.recover(aSave({ sequence }).requestId, NOW + 1);
    expect(at(1)).toMatchObject({ state: 'pending', firstUnknownAt: expect.any(Number) });
    expect(at(2)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  });
});

test('what a manager closed while nobody knew the time is dated when two answers have proved it', async () => {
  const undated = aSave({ state: 'discarded', closedReason: 'manager', settledAt: null });
  const { outbox, at } = await outboxWith(undated);
  await outbox.housekeep(null);
  expect(at(1)?.settledAt).toBeNull();
  await outbox.housekeep(NOW + 5);
  expect(at(1)?.settledAt).toBe(NOW + 5);
});
