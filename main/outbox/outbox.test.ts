import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import type { Intention } from './intention.ts';
import { openOutbox } from './openOutbox.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const week = 7 * 86_400_000;
const month = 30 * 86_400_000;
const open = (store: MemoryStore, now = () => 1_000) =>
  openOutbox({ store, vault, now, retention: week });
const intention = (number: number, parts: Partial<Intention> = {}): Intention => ({
  requestId: String(number).padStart(32, '0'),
  origin: { brandId: '1', shopId: '2', operatorId: '3' },
  member: { mobile: '13800138000', name: '刘德华' },
  app: null,
  correctionOf: null,
  consent: null,
  ...parts,
});

describe('the outbox', () => {
  test('says "saved" only for what the store has acknowledged', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await outbox.intake.enqueue(intention(1))).toEqual({
      ok: false,
      failure: 'store.disk-full',
    });
    expect(outbox.saves.counts.pending).toBe(0);
    store.refusal = null;
    expect(await outbox.intake.enqueue(intention(1))).toMatchObject({ ok: true, isNew: true });
    expect(store.onDisk.size).toBe(1);
  });

  test('one intention is one save, however often and however fast it is pressed', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    const results = await Promise.all(
      [1, 1, 1, 1].map((number) => outbox.intake.enqueue(intention(number))),
    );
    await outbox.intake.enqueue(intention(1));
    expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1);
    expect(store.onDisk.size).toBe(1);
  });

  test('one id for two contents is refused, at the same moment and later', async () => {
    const outbox = await open(new MemoryStore());
    const other = intention(1, { member: { mobile: '13900139000' } });
    const [, second] = await Promise.all([
      outbox.intake.enqueue(intention(1)),
      outbox.intake.enqueue(other),
    ]);
    expect(second).toEqual({ ok: false, failure: 'intention.reused' });
    expect(await outbox.intake.enqueue(other)).toEqual({ ok: false, failure: 'intention.reused' });
  });

  test('a consent is part of the intention, stays with the masked line after acceptance, and goes with it', async () => {
    const store = new MemoryStore();
    let now = 1_000;
    const outbox = await open(store, () => now);
    const consent = { at: 5, noticeVersion: 'v3', operatorId: '4', marketing: false };
    const result = await outbox.intake.enqueue(intention(1, { consent }));
    const again = { ...consent, at: 6 };
    expect(await outbox.intake.enqueue(intention(1, { consent: again }))).toMatchObject({
      isNew: false,
    });
    for (const other of [
      null,
      { ...consent, marketing: true },
      { ...consent, noticeVersion: 'v4' },
    ])
      expect(await outbox.intake.enqueue(intention(1, { consent: other }))).toMatchObject({
        ok: false,
      });
    if (!result.ok) throw new Error(result.failure);
    expect(outbox.contents.openBody(result.save)).not.toContain('v3');
    const answer = {
      class: 'accepted',
      customerId: '7',
      code: '',
      subCode: '',
      text: '',
      traceId: '',
    };
    const context = { now, random: () => 0, isOwnFault: false, isEverybodys: false };
    await outbox.delivery.settle(result.save, answer as never, context);
    expect(store.onDisk.get(result.save.requestId)).toMatchObject({ sealedBody: null, consent });
    now += week + 1;
    await outbox.housekeep(null);
    expect(store.onDisk.size).toBe(0);
  });

  test('a date that is corrected while a decision is being stored does not put the save back in the queue', async () => {
    const outbox = await open(new MemoryStore());
    await outbox.intake.enqueue(intention(1));
    const { requestId } = intention(1);
    const deciding = outbox.decisions.discard(requestId, 'manager');
    const [reserved] = outbox.saves.queue.values();
    expect(reserved?.state).toBe('sending');
    outbox.delivery.redate(requestId, 5);
    expect([...outbox.saves.queue.values()]).toEqual([reserved]);
    expect(await deciding).toMatchObject({ state: 'discarded' });
  });

  test('a date that is corrected goes to what is in doubt and waits, or waits for its app, and to nothing else', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    for (const number of [1, 2, 3, 4]) await first.intake.enqueue(intention(number));
    const change = (number: number, parts: Partial<Save>) => {
      const save = store.onDisk.get(intention(number).requestId);
      if (save !== undefined) store.onDisk.set(save.requestId, { ...save, ...parts });
    };
    change(1, { firstUnknownAt: 8 });
    change(2, { firstUnknownAt: 8, state: 'held', heldReason: 'other-app' });
    change(3, { firstUnknownAt: 8, state: 'held', heldReason: 'stale' });
    const outbox = await open(store);
    const ids = [1, 2, 3, 4].map((number) => intention(number).requestId);
    for (const requestId of [...ids, 'f'.repeat(32)]) outbox.delivery.redate(requestId, 5);
    expect(ids.map((id) => outbox.saves.find(id)?.firstUnknownAt)).toEqual([5, 5, 8, null]);
  });

  test('housekeeping lets the store tidy up as well, whether anybody knows the time or not', async () => {
    const store = new MemoryStore();
    let tidied = 0;
    store.tidy = async () => {
      tidied += 1;
    };
    const outbox = await open(store);
    await outbox.housekeep(null);
    await outbox.housekeep(1_000);
    expect(tidied).toBe(2);
  });

  test('the gateway’s time is the outbox’s where it is known, else the till’s', async () => {
    let known: number | null = 77;
    const options = { store: new MemoryStore(), vault, now: () => 5, retention: week };
    const outbox = await openOutbox({ ...options, knownTime: () => known });
    expect(outbox.time()).toBe(77);
    known = null;
    expect(outbox.time()).toBe(5);
    expect((await openOutbox(options)).time()).toBe(5);
  });

  test('without settings nothing fits, nothing is bound to them, and nothing has to be put right', async () => {
    const outbox = await open(new MemoryStore());
    const result = await outbox.intake.enqueue(intention(1));
    if (!result.ok) throw new Error(result.failure);
    expect(outbox.isBound).toBe(true);
    expect(outbox.delivery.fits(result.save)).toBe(false);
    expect(await outbox.delivery.align()).toBe(true);
    expect(outbox.saves.counts).toMatchObject({ pending: 1, held: 0 });
  });

  test('sequences go on after a restart, also when the newest saves are gone', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.intake.enqueue(intention(1));
    await first.intake.enqueue(intention(2));
    const second = await open(store);
    const result = await second.intake.enqueue(intention(3));
    expect(result).toMatchObject({ save: { sequence: 3 } });
  });

  test('nothing personal stands outside the sealed body', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    const member = {
      mobile: '13800138000',
      name: '刘德华',
      remark: '备注文字',
      outerId: 'o-6q9',
      outerType: 'wechat',
    } as const;
    await outbox.intake.enqueue(intention(1, { member }));
    const text = JSON.stringify([...store.onDisk.values()]);
    for (const secret of ['13800138000', '刘德华', '备注文字', 'o-6q9'])
      expect(text).not.toContain(secret);
    const [save] = store.onDisk.values();
    expect(save && JSON.parse(outbox.contents.openBody(save) ?? '')).toMatchObject({
      name: '刘德华',
    });
  });

  test('a body opens only in its own place', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    await outbox.intake.enqueue(intention(1));
    await outbox.intake.enqueue(intention(2, { member: { mobile: '13900139000' } }));
    const [first, second] = [...store.onDisk.values()];
    if (!first || !second) throw new Error('two saves expected');
    expect(outbox.contents.openBody({ ...first, sealedBody: second.sealedBody })).toBeNull();
    expect(outbox.contents.openBody({ ...first, sequence: 2 })).toBeNull();
  });

  test('a clock that is years ahead erases nothing that was discarded; the gateway’s time does, after 30 days', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.intake.enqueue(intention(1));
    await first.decisions.discard(intention(1).requestId, 'manager');
    const outbox = await open(store, () => 500 * week);
    await outbox.housekeep(null);
    await outbox.housekeep(1_000 + month);
    const discarded = outbox.saves.find(intention(1).requestId);
    expect(discarded && outbox.contents.openBody(discarded)).not.toBeNull();
    await outbox.housekeep(1_001 + month);
    expect(store.onDisk.size).toBe(0);
  });

  test('what was discarded while the clock was a year behind is kept for 30 days of the gateway’s time', async () => {
    const store = new MemoryStore();
    const gatewayTime = 60 * week;
    const outbox = await openOutbox({
      store,
      vault,
      now: () => 8 * week,
      knownTime: () => gatewayTime,
      retention: week,
    });
    await outbox.intake.enqueue(intention(1));
    await outbox.decisions.discard(intention(1).requestId, 'manager');
    await outbox.housekeep(gatewayTime + month);
    expect(await outbox.decisions.requeue(intention(1).requestId)).not.toBeNull();
    await outbox.decisions.discard(intention(1).requestId, 'manager');
    await outbox.housekeep(gatewayTime + month + 1);
    expect(store.onDisk.size).toBe(0);
  });

  test('what was moved to another till goes after 30 days by the gateway’s clock, and by no other', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.intake.enqueue(intention(1));
    await first.decisions.discard(intention(1).requestId, 'moved');
    await (await open(store, () => 1_001 + month)).housekeep(null);
    await (await open(store)).housekeep(1_000 + month);
    expect(store.onDisk.size).toBe(1);
    await (await open(store)).housekeep(1_001 + month);
    expect(store.onDisk.size).toBe(0);
  });

  test('the masked line goes after the retention time, held and waiting saves never', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    for (const number of [1, 2, 3]) await outbox.intake.enqueue(intention(number));
    const words = { code: '', subCode: '', text: '', traceId: '' };
    const context = { now: 1_000, random: Math.random, isOwnFault: false, isEverybodys: false };
    for (const [number, outcome] of [
      [1, { ...words, class: 'accepted', customerId: '7' }],
      [2, { ...words, class: 'rejected' }],
    ] as const) {
      const save = outbox.saves.find(intention(number).requestId);
      if (save) await outbox.delivery.settle(save, outcome, context);
    }
    await open(store, () => 1_000 + week);
    expect(store.onDisk.size).toBe(3);
    await open(store, () => 1_001 + week);
    expect([...store.onDisk.values()].map((save) => save.state)).toEqual(['held', 'pending']);
  });
});

describe('the vault', () => {
  test('opens exactly what it sealed, and nothing that was altered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (text, place, at) => {
        const sealed = vault.seal(text, place);
        expect(vault.open(sealed, place)).toBe(text);
        expect(vault.open(sealed, `${place}x`)).toBeNull();
        const bytes = Buffer.from(sealed, 'base64');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        expect(vault.open(bytes.toString('base64'), place)).toBeNull();
      }),
    );
  });
  test('never seals the same text the same way', () => {
    expect(vault.seal('a', 'p')).not.toBe(vault.seal('a', 'p'));
  });
  test('opens nothing of another key', () => {
    const other = new Vault(Buffer.alloc(32, 8));
    expect(other.open(vault.seal('a', 'p'), 'p')).toBeNull();
    expect(other.identityKey('a')).not.toBe(vault.identityKey('a'));
  });
});
