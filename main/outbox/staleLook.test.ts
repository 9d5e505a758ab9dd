import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { Outbox } from './outbox.ts';

const DAY = 24 * 60 * 60_000;

test('no save is looked at before it may have been in doubt for a day, however often that is asked', async () => {
  const store = new MemoryStore();
  const save = aSave({ firstUnknownAt: DAY });
  store.onDisk.set(save.requestId, save);
  const vault = new Vault(Buffer.alloc(32, 7));
  const outbox = await Outbox.open({ store, vault, now: () => DAY, retention: DAY });
  let looked = 0;
  const get = outbox.queue.get.bind(outbox.queue);
  outbox.queue.get = (sequence) => {
    looked += 1;
    return get(sequence);
  };
  await outbox.holdStale(() => 2 * DAY);
  expect(looked).toBe(0);
  await outbox.holdStale(() => 2 * DAY + 1);
  expect(looked).toBeGreaterThan(0);
  expect(outbox.find(save.requestId)).toMatchObject({ state: 'held', heldReason: 'stale' });
});
