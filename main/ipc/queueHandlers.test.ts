import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { type Outbox, openOutbox } from '../outbox/openOutbox.ts';
import { Vault } from '../vault/vault.ts';
import { createQueueHandlers } from './queueHandlers.ts';

const PIN = '2580';
const day = 24 * 3_600_000;
const words = { code: '41', subCode: '', text: '', traceId: '' };
const rejected: Outcome = { ...words, class: 'rejected' };
const operatorId = '2392313';
const requestId = '1'.padStart(32, '0');
const choice = { requestId, operatorId };

let now: number;
let store: MemoryStore;
let outbox: Outbox;
let entries: AuditEntry[];
let told: string[];
let isTrailFull: boolean;
let tooFast: { ok: false; error: { code: string; waitSeconds: number } } | null;
let handlers: ReturnType<typeof createQueueHandlers>;

beforeEach(async () => {
  now = 1;
  store = new MemoryStore();
  entries = [];
  told = [];
  isTrailFull = false;
  tooFast = null;
  outbox = await openOutbox({
    store,
    vault: new Vault(Buffer.alloc(32, 7)),
    now: () => now,
    retention: 7 * day,
  });
  const parts = {
    outbox,
    audit: {
      record: async (entry: AuditEntry) => !isTrailFull && entries.push(entry) > 0,
      owe: async (entry: AuditEntry) => void entries.push(entry),
      ready: async () => !isTrailFull,
    },
    lookups: { take: async () => tooFast },
    sendings: { take: async () => tooFast },
    opened: { add: () => undefined },
    replayer: { prioritize: () => told.push('prioritize'), wake: () => told.push('wake') },
    settings: {
      provision: { brandId: '1', operators: [{ id: operatorId, name: 'One' }] },
      managerPin: {
        lockedFor: 0,
        verify: async (pin: string) => (pin === PIN ? 'ok' : 'pin.wrong'),
      },
    },
  };
  handlers = createQueueHandlers(
    parts as unknown as Parameters<typeof createQueueHandlers>[0],
    () => now,
  );
  await outbox.intake.enqueue({
    requestId,
    origin: { brandId: '1', shopId: '2', operatorId },
    member: {
      mobile: '13800138000',
      name: '刘德华',
      gender: 0,
      birthday: '1990-01-01',
      remark: ' a\n',
    },
    app: null,
    correctionOf: null,
    consent: null,
  });
});

const state = () => store.onDisk.get(requestId)?.state;

async function answer(outcome: Outcome): Promise<void> {
  const save = outbox.saves.find(requestId);
  const sending = save && (await outbox.delivery.mark(save, now));
  if (sending)
    await outbox.delivery.settle(sending, outcome, {
      now,
      random: () => 0,
      isOwnFault: false,
      isEverybodys: false,
    });
}

describe('reading a save to correct it', () => {
  test('gives what was typed, in the clear, and leaves a line in the audit trail', async () => {
    await answer({ ...rejected, text: '生日不合法', traceId: 't-1' });
    const query = { filter: 'all', search: '', offset: 0, limit: 1 } as const;
    expect(JSON.stringify(await handlers.listSaves(query)), 'no list has the words').not.toMatch(
      /生日不合法|t-1/,
    );
    expect(await handlers.readForCorrection(choice)).toEqual({
      ok: true,
      value: {
        requestId,
        slip: 'S-0001',
        member: {
          mobile: '13800138000',
          name: '刘德华',
          gender: 0,
          birthday: '1990-01-01',
          outerId: '',
          outerType: null,
          remark: ' a\n',
        },
        heldReason: 'rejected',
        busyHours: null,
        madeFor: '',
        code: '41',
        subCode: '',
        text: '生日不合法',
        traceId: 't-1',
      },
    });
    expect(entries).toEqual([{ action: 'save.read', operatorId, slip: 'S-0001' }]);
  });

  test('is refused once it is accepted: nothing of it is left', async () => {
    await answer({ ...words, class: 'accepted', customerId: '7' });
    expect(await handlers.readForCorrection(choice)).toMatchObject({
      error: { code: 'save.changed' },
    });
    expect(entries).toEqual([]);
  });
});

test('nobody reads a save without a trace: where the audit trail cannot be written it stays closed', async () => {
  isTrailFull = true;
  expect(await handlers.readForCorrection(choice)).toEqual({
    ok: false,
    error: { code: 'audit.refused' },
  });
});

test('where no line can be written nothing is sent again, discarded or requeued', async () => {
  await answer(rejected);
  isTrailFull = true;
  const refused = { ok: false, error: { code: 'audit.refused' } };
  const byManager = { ...choice, pin: PIN };
  expect(await handlers.sendHeldAgain(byManager)).toEqual(refused);
  expect(await handlers.discardSave({ ...byManager, reason: 'test' })).toEqual(refused);
  expect([state(), entries, told]).toEqual(['held', [], []]);
  await outbox.decisions.discard(requestId, 'manager');
  expect(await handlers.requeueSave(byManager)).toEqual(refused);
  expect([state(), entries, told]).toEqual(['discarded', [], []]);
});

test('nobody reads saves faster than somebody can look at them', async () => {
  tooFast = { ok: false, error: { code: 'lookup.too-fast', waitSeconds: 4 } };
  expect(await handlers.readForCorrection(choice)).toEqual(tooFast);
  expect(entries).toEqual([]);
});

test('nobody sends saves again faster than somebody can look at them, but for the manager', async () => {
  await answer(rejected);
  tooFast = { ok: false, error: { code: 'send.too-fast', waitSeconds: 4 } };
  expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toEqual(tooFast);
  expect([state(), entries, told]).toEqual(['held', [], []]);
  await outbox.decisions.discard(requestId, 'manager');
  expect(await handlers.requeueSave({ ...choice, pin: PIN })).toMatchObject({ ok: true });
});

test('only an operator of this till reads or decides, as the audit trail names them', async () => {
  await answer(rejected);
  const stranger = { requestId, operatorId: '999', pin: PIN };
  const { pin: _, ...without } = stranger;
  for (const reply of [
    await handlers.readForCorrection(without),
    await handlers.sendHeldAgain(stranger),
    await handlers.discardSave({ ...stranger, reason: 'test' }),
    await handlers.requeueSave(stranger),
  ]) {
    expect(reply).toEqual({ ok: false, error: { code: 'operator.unknown' } });
  }
  expect([state(), entries, told]).toEqual(['held', [], []]);
});

describe('sending a held save as it is', () => {
  test('needs nobody where it was refused: the same id, the same bytes, and the replayer is told', async () => {
    await answer(rejected);
    const before = outbox.saves.find(requestId);
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({ ok: true });
    expect(state()).toBe('pending');
    expect(outbox.saves.find(requestId)?.sealedBody).toBe(before?.sealedBody);
    expect(told).toEqual(['prioritize']);
    expect(entries).toMatchObject([{ action: 'save.sent-again', slip: 'S-0001' }]);
  });

  test('needs the manager where it is stale', async () => {
    await answer({ ...words, class: 'unreachable', mayHaveArrived: true });
    now += day + 1;
    await outbox.delivery.holdStale(() => now);
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({
      error: { code: 'save.needs-manager' },
    });
    expect(await handlers.sendHeldAgain({ ...choice, pin: '0000' })).toMatchObject({
      error: { code: 'pin.wrong' },
    });
    expect(state()).toBe('held');
    expect(await handlers.sendHeldAgain({ ...choice, pin: PIN })).toMatchObject({ ok: true });
    expect(store.onDisk.get(requestId)).toMatchObject({ state: 'pending', firstUnknownAt: now });
  });

  test('by a cashier does not make a save younger than its first unknown outcome', async () => {
    for (let tries = 0; tries < 5; tries += 1) await answer({ ...words, class: 'unknown' });
    expect(state()).toBe('held');
    now += 1_000;
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({ ok: true });
    expect(store.onDisk.get(requestId)?.firstUnknownAt).toBe(1);
    await outbox.delivery.holdStale(() => 1 + day + 1);
    expect(state()).toBe('held');
  });

  test('of a save that is no longer held is refused', async () => {
    expect(await handlers.sendHeldAgain({ ...choice, pin: PIN })).toMatchObject({
      error: { code: 'save.changed' },
    });
  });

  test('that the disk refuses is said so', async () => {
    await answer(rejected);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toMatchObject({
      error: { code: 'store.failed' },
    });
    expect(outbox.saves.find(requestId)?.state).toBe('held');
  });
});

describe('discarding and requeueing', () => {
  test('needs the PIN and a reason, also for a save that waits; requeued, it is sent as it was', async () => {
    const asked = { ...choice, reason: 'duplicate' as const };
    expect(await handlers.discardSave({ ...asked, pin: '0' })).toMatchObject({ ok: false });
    expect(state()).toBe('pending');
    expect(await handlers.discardSave({ ...asked, pin: PIN })).toMatchObject({ ok: true });
    expect(state()).toBe('discarded');
    expect(outbox.saves.queue.size).toBe(0);
    expect(await handlers.requeueSave({ ...choice, pin: '0' })).toMatchObject({ ok: false });
    now += 29 * day;
    await outbox.housekeep(now);
    expect(await handlers.requeueSave({ ...choice, pin: PIN })).toMatchObject({ ok: true });
    expect(state()).toBe('pending');
    expect(told).toEqual(['wake', 'prioritize']);
    expect(entries).toEqual([
      { action: 'save.discarded', operatorId, slip: 'S-0001', reason: 'duplicate' },
      { action: 'save.taken-back', operatorId, slip: 'S-0001' },
    ]);
  });

  test('a stale save is closed by the manager alone, with a reason, and nothing sends it after that', async () => {
    await answer({ ...words, class: 'unreachable', mayHaveArrived: true });
    now += day + 1;
    await outbox.delivery.holdStale(() => now);
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
    const save = outbox.saves.find(requestId);
    if (save) await outbox.delivery.mark(save, now);
    expect(await handlers.discardSave({ ...choice, pin: PIN, reason: 'test' })).toMatchObject({
      error: { code: 'save.changed' },
    });
  });

  test('a discarding that the disk refuses leaves the save to be sent', async () => {
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await handlers.discardSave({ ...choice, pin: PIN, reason: 'test' })).toMatchObject({
      error: { code: 'store.failed' },
    });
    expect([...outbox.saves.queue.values()].map((save) => save.state)).toEqual(['pending']);
  });

  test('two managers at once: one discards it, the other is told', async () => {
    const both = await Promise.all([
      handlers.discardSave({ ...choice, pin: PIN, reason: 'test' }),
      handlers.discardSave({ ...choice, pin: PIN, reason: 'other' }),
    ]);
    expect(both.map((reply) => reply.ok).sort()).toEqual([false, true]);
    expect(entries).toHaveLength(1);
  });
});

describe('looking for a person in the list', () => {
  const found = async (search: string) =>
    handlers.listSaves({ filter: 'all', search, offset: 0, limit: 9 });

  test('finds whoever has a whole phone number, and nobody by a part of it', async () => {
    expect(await found('138 0013 8000')).toMatchObject({
      value: { total: 1, rows: [{ requestId }] },
    });
    expect(await found('13800138001')).toMatchObject({ value: { total: 0 } });
    expect(await found('8000')).toMatchObject({ value: { total: 1 } });
    expect(await found('800')).toMatchObject({ value: { total: 0 } });
  });

  test('takes whole numbers no faster than a person asks, the same one as often as its list is shown', async () => {
    await found('13800138000');
    tooFast = { ok: false, error: { code: 'lookup.too-fast', waitSeconds: 3 } };
    expect(await found('13800138000')).toMatchObject({ ok: true });
    expect(await found('S-0001')).toMatchObject({ ok: true });
    expect(await found('8000')).toMatchObject({ ok: true });
    expect(await found('13800138000')).toMatchObject({ ok: true });
    expect(await found('13900139000')).toEqual(tooFast);
  });
});

test('of a save that was discarded it stays known by whose word, why and when', async () => {
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
