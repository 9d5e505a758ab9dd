import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';

const id = '1'.padStart(32, '0');

test('a save that comes home is told to be here again only where the disk has taken it, and opens then', async () => {
  const store = new MemoryStore();
  const vault = new Vault(Buffer.alloc(32, 7));
  const outbox = await openOutbox({ store, vault, now: () => 5, retention: 1_000 });
  const intention = {
    requestId: id,
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: '13800138000' },
    app: null,
    correctionOf: null,
    consent: null,
  };
  const made = await outbox.intake.enqueue(intention);
  if (!made.ok) throw new Error(made.failure);
  await outbox.decisions.discard(id, 'moved');
  const { createdAt, attempts, undecided, firstUnknownAt, lastOutcome } = made.save;
  const history = {
    createdAt,
    attempts,
    undecided,
    firstUnknownAt,
    lastOutcome,
    state: 'pending' as const,
    heldReason: null,
  };
  const arrival = {
    history,
    words: null,
    exportedAt: 5,
    madeAt: 5,
    before: 1,
    madeAtHome: () => 5,
    bringsHome: () => false,
    isPassed: () => false,
  };
  const body = outbox.contents.openBody(made.save) ?? '';
  const comesHome = () => outbox.intake.takeOver(intention, body, arrival);
  store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  expect(await comesHome()).toEqual({ ok: false, failure: 'store.failed' });
  expect(outbox.saves.find(id)).toMatchObject({ state: 'discarded', closedReason: 'moved' });
  store.refusal = null;
  expect(await comesHome()).toMatchObject({ ok: true, isNew: true, save: { state: 'pending' } });
  const [home] = (await store.load()).saves.values();
  expect(home && outbox.contents.openBody(home)).toBe(body);
});
