import { expect, test } from 'vitest';
import { MemoryStore } from '../testing/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { type MovedQueue, sealQueue } from './movedFile.ts';
import { importQueue, packQueue } from './movingHouse.ts';
import { Outbox } from './outbox.ts';

const NOW = Date.UTC(2026, 10, 24, 4);
const open = (key: number) => {
  const options = { vault: new Vault(Buffer.alloc(32, key)), now: () => NOW, retention: 1_000 };
  return Outbox.open({ store: new MemoryStore(), ...options });
};

/** What a till exports that has one save. */
async function aQueue(): Promise<MovedQueue> {
  const outbox = await open(1);
  await outbox.enqueue({
    requestId: '1'.padStart(32, '0'),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: '13800138001' },
    app: 'https://gateway.example k',
    correctionOf: null,
    consent: null,
  });
  return packQueue(outbox).queue;
}

type Changed = { [Name in keyof MovedQueue['saves'][number]]?: unknown };

/** Sealed as it should be, by somebody who knows the passphrase, and not what any till exports. */
async function importOf(parts: { exportedAt?: number; save?: Changed; history?: object }) {
  const { exportedAt, saves } = await aQueue();
  const hostile = saves.map((save) => ({
    ...save,
    ...parts.save,
    history: { ...save.history, ...parts.history },
  }));
  const queue = { exportedAt: parts.exportedAt ?? exportedAt, saves: hostile } as MovedQueue;
  const till = await open(2);
  const result = await importQueue(till, sealQueue(queue, 'correct horse'), 'correct horse');
  return { result, till };
}

test('what a till exports is taken', async () => {
  expect((await importOf({})).result).toMatchObject({ ok: true, taken: 1 });
});

test.each([
  ['a time of export that is no date', { exportedAt: -1e300 }],
  ['a time that is no date, which the window could not show', { history: { createdAt: 1e300 } }],
  ['a time of doubt that is no date', { history: { firstUnknownAt: 1e300 } }],
  ['a place in time that is no date', { save: { madeAt: 1e300 } }],
  ['a save that would be accepted by its word', { history: { state: 'accepted' } }],
  ['a save that nobody is sending', { history: { state: 'sending' } }],
  ['a save that would be closed by its word', { history: { state: 'discarded' } }],
  ['a body that no form could hold', { save: { body: 'x'.repeat(16 * 1024 + 1) } }],
])('%s: nothing of the file is taken', async (_, parts) => {
  const { result, till } = await importOf(parts);
  expect(result).toMatchObject({ ok: false });
  expect([...till.book.values()]).toEqual([]);
});
