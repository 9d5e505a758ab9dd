import { checked } from '../../main/move/importFrom.ts';
import type { Moved, MovedQueue } from '../../main/outbox/movedQueue.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';

export const NOW = Date.UTC(2026, 10, 24, 4);
export const ID = '1'.padStart(32, '0');
export const CONSENT = { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false };

/** A till with nothing in it; `key`: the byte that its data key is made of. */
export function anOutbox(key: number): Promise<Outbox> {
  const options = { vault: new Vault(Buffer.alloc(32, key)), now: () => NOW, retention: 1_000 };
  return openOutbox({ store: new MemoryStore(), ...options });
}

export function register(outbox: Outbox, requestId = ID, parts: object = {}) {
  return outbox.intake.enqueue({
    requestId,
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: '13800138001', name: '\u738b\u82b3', gender: 0, birthday: '1990-01-01' },
    app: 'https://gateway.example k',
    correctionOf: null,
    consent: CONSENT,
    ...parts,
  });
}

/** What a till packs that has one save. */
export async function aQueue(): Promise<MovedQueue> {
  const outbox = await anOutbox(1);
  await register(outbox);
  return packQueue(outbox).queue;
}

type Change = (save: Moved, queue: MovedQueue) => object;

/** By somebody who has a passphrase of his own, and not what any till exports. */
export async function importOf(change: Change, to = anOutbox(2)) {
  const queue = await aQueue();
  const hostile = { ...queue, ...change(queue.saves[0] as Moved, queue) };
  const till = await to;
  const before = [...till.saves.values()];
  const opened = await checked(JSON.parse(JSON.stringify(hostile)), till);
  const result = opened.ok ? await takeOverQueue(till, opened.queue) : opened;
  return { result, isUnchanged: [...till.saves.values()].every((save, at) => save === before[at]) };
}

type Body = Record<string, unknown>;

export const withBody = (change: (body: Body) => unknown) => (save: Moved) => ({
  saves: [{ ...save, body: JSON.stringify(change(JSON.parse(save.body))) }],
});
export const withSave = (parts: object) => (save: Moved) => ({ saves: [{ ...save, ...parts }] });
export const withHistory = (parts: object) => (save: Moved) => ({
  saves: [{ ...save, history: { ...save.history, ...parts } }],
});
