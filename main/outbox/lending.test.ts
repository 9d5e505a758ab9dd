import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { tillsClock } from './doubtClock.ts';
import { HandingOver } from './handingOver.ts';
import { Lending } from './lending.ts';
import { SaveWriter } from './saveWriter.ts';

const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
const held = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, state: 'held', heldReason: 'rejected', settledAt: 1, ...parts });

/** A till with these saves that lends some of them out. */
async function lendingOf(...saves: Save[]) {
  const store = new MemoryStore();
  const writer = new SaveWriter({ store, now: () => 50 }, { saves: new Map(), warnings: [] });
  for (const save of saves) await writer.append(save);
  const lending = new Lending({
    writer,
    intake: { idle: async () => undefined },
    decisions: { discard: async () => null },
    doubtClock: tillsClock(() => 50),
    handingOver: new HandingOver(writer),
  });
  const ids = saves.map(({ requestId }) => requestId);
  const dates = () => [...store.onDisk.values()].map(({ firstUnknownAt }) => firstUnknownAt);
  return { store, lending, ids, dates };
}

describe('what goes into a file', () => {
  const older = aSave({ sequence: 2, firstUnknownAt: 7 });
  const younger = aSave({ sequence: 3, firstUnknownAt: 11 });
  const closed = held(5, { state: 'discarded', closedReason: 'manager' });

  test('is in doubt from then on where it waits or is held, unless it was before', async () => {
    const { lending, ids, dates } = await lendingOf(
      aSave({ sequence: 1 }),
      older,
      younger,
      held(4),
      closed,
    );
    expect(await lending.lend(ids, 9)).toMatchObject({ isStored: true });
    expect(dates()).toEqual([9, 7, 9, 9, null]);
  });

  test('is in doubt as it was before where there is no file after all', async () => {
    const { lending, ids, dates } = await lendingOf(aSave({ sequence: 1 }), older, closed);
    await lending.undo(await lending.lend(ids, 9));
    expect(dates()).toEqual([null, 7, null]);
  });

  test('must not be written where the disk takes no doubt', async () => {
    const { store, lending, ids, dates } = await lendingOf(aSave({ sequence: 1 }), older);
    store.refusal = refusal;
    expect(await lending.lend(ids, 9)).toMatchObject({ isStored: false });
    expect(dates()).toEqual([null, 7]);
  });
});
