import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import type { Intention } from './intention.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const open = (store: MemoryStore, protection: 'os' | 'none' = 'os') =>
  openOutbox({ store, vault, protection, now: () => 1_000, retention: 1_000 });
const intention = (number: number, parts: Partial<Intention> = {}): Intention => ({
  requestId: String(number).padStart(32, '0'),
  origin: { brandId: '1', shopId: '2', operatorId: '3' },
  member: { mobile: '13800138000', name: '刘德华' },
  app: null,
  correctionOf: null,
  consent: null,
  ...parts,
});

describe('an id after the acceptance of its save', () => {
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const accept = async (outbox: Outbox, save: Save) =>
    outbox.delivery.settle(
      save,
      { ...words, class: 'accepted', customerId: '7' },
      { now: 1_000, random: () => 0, isOwnFault: false, isEverybodys: false },
    );
  const registered = async (store: MemoryStore, protection: 'os' | 'none') => {
    const outbox = await open(store, protection);
    const result = await outbox.intake.enqueue(intention(1));
    if (!result.ok) throw new Error(result.failure);
    await accept(outbox, result.save);
    return outbox;
  };
  const other = intention(1, { member: { mobile: '13900139000' } });
  const reused = { ok: false, failure: 'intention.reused' };

  test('the same id with the same content gives the same save, with other content it is refused', async () => {
    const store = new MemoryStore();
    for (const outbox of [await registered(store, 'os'), await open(store)]) {
      expect(outbox.saves.find(other.requestId)).toMatchObject({
        state: 'accepted',
        sealedBody: null,
      });
      expect(await outbox.intake.enqueue(intention(1))).toMatchObject({ ok: true, isNew: false });
      expect(await outbox.intake.enqueue(other)).toEqual(reused);
    }
  });

  test('is not confirmed while the disk takes no changes: what it showed at the start may never have been flushed', async () => {
    const store = new MemoryStore();
    const outbox = await registered(store, 'os');
    store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    expect(await outbox.intake.enqueue(intention(1))).toEqual({
      ok: false,
      failure: 'store.read-only',
    });
    store.refusal = null;
    expect(await outbox.intake.enqueue(intention(1))).toMatchObject({ ok: true, isNew: false });
  });

  test('where the key lies open no hash of person or content stays on the disk, and a double click still gives its slip', async () => {
    const store = new MemoryStore();
    const outbox = await registered(store, 'none');
    expect(store.onDisk.get(other.requestId)).toMatchObject({
      state: 'accepted',
      contentKey: null,
      identityKeys: [],
    });
    expect(await outbox.intake.enqueue(intention(1))).toMatchObject({ ok: true, isNew: false });
    expect(await outbox.intake.enqueue(other)).toEqual(reused);
    expect(outbox.contents.findMember('1', { mobile: '13800138000' })?.requestId).toBe(
      other.requestId,
    );
    // Nothing is left to tell the one from the other: neither is confirmed.
    const again = await open(store);
    expect(await again.intake.enqueue(intention(1))).toEqual(reused);
    expect(await again.intake.enqueue(other)).toEqual(reused);
    expect(again.contents.findMember('1', { mobile: '13800138000' })).toBeUndefined();
  });

  test('until then the hashes are on the disk, wherever the key lies', async () => {
    const store = new MemoryStore();
    const outbox = await open(store, 'none');
    await outbox.intake.enqueue(intention(1));
    const { contentKey, identityKeys } = store.onDisk.get(other.requestId) ?? {};
    expect(contentKey).toMatch(/^[\w+/]{16}$/);
    expect(identityKeys).toHaveLength(1);
    const waiting = await open(store);
    expect(await waiting.intake.enqueue(intention(1))).toMatchObject({ ok: true, isNew: false });
  });
});

test('the id of a save that waits in a folder set aside is not taken by a file either', async () => {
  const from = await open(new MemoryStore());
  await from.intake.enqueue(intention(1));
  const holds = ({ requestId }: Pick<Save, 'requestId'>) => requestId === intention(1).requestId;
  const aside = { holds, keeps: holds };
  const store = new MemoryStore();
  const here = await openOutbox({ store, vault, now: () => 1_000, retention: 1_000, aside });
  expect(await takeOverQueue(here, packQueue(from).queue)).toMatchObject({ code: 'id-taken' });
  expect(here.saves.find(intention(1).requestId)).toBeUndefined();
  // Its person is not kept waiting for it.
  await here.intake.enqueue(intention(2));
  const [next] = here.saves.queue.values();
  expect(next && here.saves.queue.isBlocked(next)).toBe(false);
});
