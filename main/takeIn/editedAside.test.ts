import { expect, test } from 'vitest';
import { hold } from '../../app/outbox/hold.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { type Outbox, openOutbox } from '../outbox/openOutbox.ts';
import { Vault } from '../vault/vault.ts';
import { openedWith } from './readAside.ts';

const CORRECTION = '2'.repeat(32);
const HERE = '3'.repeat(32);
const vaultOf = (key: number) => new Vault(Buffer.alloc(32, key));

async function till(key: number): Promise<{ outbox: Outbox; store: MemoryStore }> {
  const store = new MemoryStore();
  const parts = { store, vault: vaultOf(key), now: () => NOW, retention: 1e12 };
  return { store, outbox: await openOutbox(parts) };
}

async function accept({ saves, delivery }: Outbox, requestId: string): Promise<void> {
  const pending = saves.find(requestId);
  const sending = pending && (await delivery.mark(pending, NOW));
  if (!sending) throw new Error('not marked');
  const words = { code: '', subCode: '', text: '', traceId: '', customerId: null };
  const context = { now: NOW, random: () => 0, isOwnFault: false, isEverybodys: false };
  await delivery.settle(sending, { ...words, class: 'accepted' }, context);
}

/** What was set aside with the key of `before` is taken in by `here`. */
async function takeIn(before: MemoryStore, here: Outbox): Promise<void> {
  const { saves } = openedWith(vaultOf(1), { saves: new Map(before.onDisk) }, NOW);
  const from = { at: NOW, isRecoverable: false, lastSequence: 9, isAlone: true, isSound: true };
  expect(await here.returning.comeBack(saves, from)).toMatchObject({ isWhole: true });
}

test('an accepted save that was edited in a folder set aside closes nobody’s save when it comes back', async () => {
  const before = await till(1);
  await register(before.outbox, CORRECTION);
  await register(before.outbox);
  await accept(before.outbox, ID);
  before.store.onDisk.delete(CORRECTION);
  const here = await till(2);
  await register(here.outbox, HERE, { member: { mobile: '13900139000' } });
  const held = here.outbox.saves.find(HERE) as Save;
  here.store.onDisk.set(HERE, hold(held, 'rejected', NOW));
  const edited = before.store.onDisk.get(ID) as Save;
  before.store.onDisk.set(ID, { ...edited, correctionOf: HERE });
  const parts = { store: here.store, vault: vaultOf(2), now: () => NOW, retention: 1e12 };
  const again = await openOutbox(parts);
  again.numbers.goOnBehind(9);
  await takeIn(before.store, again);
  expect(again.saves.find(ID)).toMatchObject({ state: 'accepted' });
  expect(again.saves.find(HERE)).toMatchObject({ state: 'held', heldReason: 'rejected' });
});

test('an accepted correction that comes back from a folder set aside still corrects', async () => {
  const before = await till(1);
  await register(before.outbox);
  await register(before.outbox, CORRECTION, { correctionOf: ID });
  await accept(before.outbox, CORRECTION);
  const { outbox: here } = await till(2);
  await takeIn(before.store, here);
  const original = here.saves.find(ID) as Save;
  expect(here.saves.correctionOf(original)?.requestId).toBe(CORRECTION);
});
