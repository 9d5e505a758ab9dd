import { beforeEach, expect, test } from 'vitest';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { type Outbox, openOutbox } from '../outbox/openOutbox.ts';
import { Vault } from '../vault/vault.ts';
import { createOtherAppHandlers } from './otherAppHandlers.ts';

const PIN = '2580';
const operatorId = '2392313';
const OLD = 'https://old.example 1';
const home = (brandId: string) =>
  homeOf({ brandId, gateway: { url: 'https://new.example/', appKey: '1' } });
const choice = { brandId: '1', app: OLD, operatorId, pin: PIN };

let store: MemoryStore;
let outbox: Outbox;
let entries: AuditEntry[];
let woken: string[];
let isTrailFull: boolean;
let settings: { home: Home; provision: object; managerPin: object };
let calls: ReturnType<typeof createOtherAppHandlers>;

beforeEach(async () => {
  store = new MemoryStore();
  entries = [];
  woken = [];
  isTrailFull = false;
  settings = {
    home: home('1'),
    provision: { operators: [{ id: operatorId, name: 'One' }] },
    managerPin: { lockedFor: 0, verify: async (pin: string) => (pin === PIN ? 'ok' : 'pin.wrong') },
  };
  outbox = await openOutbox({
    store,
    vault: new Vault(Buffer.alloc(32, 7)),
    now: () => 1,
    retention: 1_000,
    home: () => settings.home,
  });
  const parts = {
    outbox,
    settings,
    computer: { beforeChange: async () => undefined },
    audit: {
      owe: async (entry: AuditEntry) => void entries.push(entry),
      ready: async () => !isTrailFull,
    },
    replayer: { wake: (reason: string) => woken.push(reason) },
  };
  calls = createOtherAppHandlers(parts as unknown as Parameters<typeof createOtherAppHandlers>[0]);
  for (const [number, app] of [OLD, OLD, 'https://third.example 1'].entries()) {
    await outbox.intake.enqueue({
      requestId: String(number).padStart(32, '0'),
      origin: { brandId: '1', shopId: '2', operatorId },
      member: { mobile: `1380013800${number}` },
      app,
      correctionOf: null,
      consent: null,
    });
  }
  await outbox.delivery.align();
});

test('going on takes the PIN, puts all of that app and no other into the queue, and leaves one line in the audit trail', async () => {
  expect(await calls.goOnWithApp({ ...choice, pin: '1' })).toMatchObject({
    error: { code: 'pin.wrong' },
  });
  expect(outbox.saves.counts).toMatchObject({ pending: 0, held: 3 });
  expect(await calls.goOnWithApp(choice)).toEqual({ ok: true, value: { saves: 2 } });
  expect(outbox.saves.counts).toMatchObject({ pending: 2, held: 1 });
  expect(entries).toEqual([{ action: 'app.gone-on', operatorId, slip: null, app: OLD, saves: 2 }]);
  expect(woken).toEqual(['answer']);
});

test('what became stale by the word, since the same person was registered anew, is in the line as well', async () => {
  const newer = '9'.repeat(32);
  await outbox.intake.enqueue({
    requestId: newer,
    origin: { brandId: '1', shopId: '2', operatorId },
    member: { mobile: '13800138000' },
    app: 'https://new.example 1',
    correctionOf: null,
    consent: null,
  });
  const save = outbox.saves.find(newer);
  expect(save && (await outbox.delivery.mark(save, 1))).toMatchObject({ state: 'sending' });
  expect(await calls.goOnWithApp(choice)).toEqual({ ok: true, value: { saves: 1 } });
  expect(outbox.saves.find('0'.padStart(32, '0'))).toMatchObject({ heldReason: 'stale' });
  expect(entries).toMatchObject([{ action: 'app.gone-on', app: OLD, saves: 2 }]);
});

test('discarding takes the PIN and a reason, closes all of that app, and each can be requeued', async () => {
  const discard = { ...choice, reason: 'other' } as const;
  expect(await calls.discardApp({ ...discard, pin: '1' })).toMatchObject({ ok: false });
  expect(await calls.discardApp(discard)).toEqual({ ok: true, value: { saves: 2 } });
  expect(outbox.saves.counts).toMatchObject({ discarded: 2, held: 1 });
  expect(entries).toEqual([
    { action: 'app.discarded', operatorId, slip: null, app: OLD, saves: 2, reason: 'other' },
  ]);
});

test('what was made for another brand does not go on, whoever has the PIN', async () => {
  settings.home = home('2');
  expect(await calls.goOnWithApp(choice)).toMatchObject({ error: { code: 'save.changed' } });
  expect(outbox.saves.counts).toMatchObject({ pending: 0, held: 3 });
});

test('where no line can be written nothing is decided: neither going on nor discarding', async () => {
  isTrailFull = true;
  const refused = { ok: false, error: { code: 'audit.refused' } };
  expect(await calls.goOnWithApp(choice)).toEqual(refused);
  expect(await calls.discardApp({ ...choice, reason: 'other' })).toEqual(refused);
  expect([outbox.saves.counts.held, entries]).toEqual([3, []]);
});

test('who is not of this till, what is there no more, and a disk that refuses are told apart', async () => {
  const code = async (answer: ReturnType<typeof calls.goOnWithApp>) => {
    const reply = await answer;
    return reply.ok ? 'done' : reply.error.code;
  };
  expect(await code(calls.goOnWithApp({ ...choice, operatorId: '9' }))).toBe('operator.unknown');
  expect(await code(calls.goOnWithApp({ ...choice, app: 'https://none.example 1' }))).toBe(
    'save.changed',
  );
  store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  expect(await code(calls.goOnWithApp(choice))).toBe('store.failed');
  expect(await code(calls.discardApp({ ...choice, reason: 'other' }))).toBe('store.failed');
  expect(entries).toEqual([]);
  expect(outbox.saves.counts).toMatchObject({ pending: 0, held: 3 });
});
