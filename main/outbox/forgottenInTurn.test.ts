import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { type Counting, NOT_COUNTED } from './counting.ts';
import { NOTHING_ASIDE } from './openOutbox.ts';
import { SaveWriter } from './saveWriter.ts';
import { Upkeep } from './upkeep.ts';

const now = () => 1e12;

test('what becomes something else between its counting and its erasing is not forgotten as what it was', async () => {
  const store = new MemoryStore();
  for (const sequence of [1, 2])
    await store.put(aSave({ sequence, state: 'accepted', sealedBody: null, settledAt: 0 }));
  const writer = new SaveWriter({ store, now }, await store.load());
  const leave: Counting['leave'] = async (saves, erase) => {
    const changed = saves.find(({ sequence }) => sequence === 1);
    if (changed !== undefined && changed.attempts === 0)
      await writer.storeAsItIs({ ...changed, attempts: 1 });
    return erase();
  };
  const totals = { ...NOT_COUNTED, leave };
  const upkeep = new Upkeep({ writer, store, now, retention: 1, aside: NOTHING_ASIDE, totals });
  await upkeep.forgetOld(null);
  expect([...writer.saves.values()].map(({ sequence }) => sequence)).toEqual([1]);
  await upkeep.forgetOld(null);
  expect([...store.onDisk.values()]).toEqual([]);
});
