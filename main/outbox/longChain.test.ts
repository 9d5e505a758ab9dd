import { expect, test, vi } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { NOT_COUNTED } from './counting.ts';
import { NOTHING_ASIDE } from './openOutbox.ts';
import { SaveWriter } from './saveWriter.ts';
import { Upkeep } from './upkeep.ts';

const YEAR = 365 * 86_400_000;
const idOf = (sequence: number) => aSave({ sequence }).requestId;

/**
 * Somebody who was corrected so many times, all of it a year ago; `last`: what has become of the last correction. `isLastFirst`: a
 * file has brought each correction before what it corrects.
 */
async function corrected(
  times: number,
  last: Parameters<typeof aSave>[0],
  { isLastFirst = false } = {},
) {
  const store = new MemoryStore();
  for (let place = 1; place <= times; place += 1)
    store.write(
      aSave({
        ...{ state: 'discarded', closedReason: 'corrected', settledAt: 0 },
        ...{ requestId: idOf(place), sequence: isLastFirst ? times + 1 - place : place },
        imported: { exportedAt: 0, before: times + 1, madeAt: place },
        correctionOf: place === 1 ? null : idOf(place - 1),
        ...(place === times && last),
      }),
    );
  const now = () => YEAR;
  const writer = new SaveWriter({ store, now }, await store.load());
  const parts = { writer, store, now, retention: 1, aside: NOTHING_ASIDE, totals: NOT_COUNTED };
  return { upkeep: new Upkeep(parts), saves: writer.saves };
}

test('however often somebody was corrected, what is over is forgotten: a file with a long row of corrections ended every tidying there was to come', async () => {
  const { upkeep, saves } = await corrected(12_000, { state: 'accepted', closedReason: null });
  await upkeep.run(YEAR);
  expect([...saves.values()]).toEqual([]);
});

test('and nothing of it is, while the last of them is open', async () => {
  const { upkeep, saves } = await corrected(12_000, { state: 'held', closedReason: null });
  await upkeep.run(YEAR);
  expect([...saves.values()]).toHaveLength(12_000);
});

test('nor is the row walked to its end for each of them, whichever of them came first: two thousand took two million steps', async () => {
  const last = { state: 'accepted', closedReason: null } as const;
  const { upkeep, saves } = await corrected(2_000, last, { isLastFirst: true });
  const looks = vi.spyOn(saves, 'correctionOf');
  await upkeep.run(YEAR);
  expect([...saves.values()]).toEqual([]);
  expect(looks.mock.calls.length).toBeLessThan(2_000 * 300);
});
