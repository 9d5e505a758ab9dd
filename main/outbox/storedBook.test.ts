import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { StoredBook } from './storedBook.ts';

const NOW = 5_000;
const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
const held = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, state: 'held', heldReason: 'rejected', settledAt: 1, ...parts });

/** A book with these saves, and how often it told of a change. */
async function bookOf(...saves: Save[]) {
  const store = new MemoryStore();
  const told = { times: 0 };
  const found = [{ code: 'store.torn-tail', detail: '' } as const];
  const onChanged = () => {
    told.times += 1;
  };
  const stored = new StoredBook({ store, now: () => NOW, onChanged }, found);
  for (const save of saves) await stored.append(save);
  told.times = 0;
  return { store, stored, told };
}

describe('the saves in memory and on disk', () => {
  test('a save is known once it is on the disk, and every change is told once', async () => {
    const { store, stored, told } = await bookOf();
    const save = aSave();
    const writing = stored.append(save);
    expect(stored.book.find(save.requestId)).toBeUndefined();
    expect(await writing).toEqual({ ok: true });
    expect(stored.book.find(save.requestId)).toBe(save);
    const newer = { ...save, attempts: 1 };
    expect(await stored.store(newer)).toBe(newer);
    expect(store.onDisk.get(save.requestId)).toBe(newer);
    expect(told.times).toBe(2);
  });

  test('what the disk refuses is not known, and is told until something is written', async () => {
    const { store, stored, told } = await bookOf(aSave());
    store.refusal = refusal;
    expect(await stored.append(aSave({ sequence: 2 }))).toEqual(refusal);
    expect(await stored.store({ ...aSave(), attempts: 1 })).toBeNull();
    expect(stored.book.findBySequence(2)).toBeUndefined();
    expect(stored.book.findBySequence(1)?.attempts).toBe(0);
    expect(stored.notices).toEqual([
      { code: 'store.torn-tail', detail: '' },
      { code: 'store.disk-full', detail: 'ENOSPC' },
    ]);
    expect(told.times).toBe(2);
    store.refusal = null;
    expect(await stored.write(aSave())).toBe(true);
    expect(stored.notices).toEqual([{ code: 'store.torn-tail', detail: '' }]);
    expect(told.times).toBe(3);
    await stored.write(aSave());
    expect(told.times, 'on disk only, and all was well').toBe(3);
  });

  test('what is erased is forgotten, unless the disk refuses; nothing to erase is no write', async () => {
    const { store, stored, told } = await bookOf(aSave(), aSave({ sequence: 2 }));
    store.refusal = refusal;
    await stored.erase([]);
    expect(told.times).toBe(0);
    await stored.erase([aSave()]);
    expect(told.times).toBe(1);
    expect(stored.book.findBySequence(1)).toBeDefined();
    store.refusal = null;
    await stored.erase([aSave()]);
    expect(stored.book.findBySequence(1)).toBeUndefined();
    expect(stored.book.findBySequence(2)).toBeDefined();
    expect([...store.onDisk.values()].map(({ sequence }) => sequence)).toEqual([2]);
  });
});

describe('since when an outcome is unknown', () => {
  const doubtful = aSave({ firstUnknownAt: 10 });

  test('is what it was dated anew while a newer version was being written', async () => {
    const { stored } = await bookOf(doubtful);
    const writing = stored.store({ ...doubtful, attempts: 3 });
    stored.book.keep({ ...doubtful, firstUnknownAt: 4 });
    expect(await writing).toMatchObject({ attempts: 3, firstUnknownAt: 4 });
    expect(stored.book.findBySequence(1)).toMatchObject({ attempts: 3, firstUnknownAt: 4 });
  });

  test('is what the newer version says where that knows more', async () => {
    const { stored } = await bookOf(doubtful);
    const writing = stored.store({ ...doubtful, firstUnknownAt: null });
    stored.book.keep({ ...doubtful, firstUnknownAt: 4 });
    expect(await writing).toMatchObject({ firstUnknownAt: null });
  });
});

describe('a save whose correction stands', () => {
  const original = held(1);
  const correction = aSave({ sequence: 2, correctionOf: original.requestId });
  const closed = { state: 'discarded', heldReason: 'corrected' };

  test('is closed where it would need a person, at the till’s time', async () => {
    const { store, stored } = await bookOf(original, correction);
    expect(await stored.store(original)).toMatchObject({ ...closed, settledAt: NOW });
    expect(store.onDisk.get(original.requestId)).toMatchObject(closed);
    expect(await stored.storeAsItIs(original)).toBe(original);
  });

  test('is not to be taken back where a manager has closed it', async () => {
    const { stored } = await bookOf(original, correction);
    const byManager = held(1, { state: 'discarded', heldReason: null, settledAt: 3 });
    expect(stored.closedIfCorrected(byManager)).toEqual({ ...byManager, heldReason: 'corrected' });
  });

  test('stays as it is while it is sent, when it is accepted, and where it was moved', async () => {
    const { stored } = await bookOf(original, correction);
    for (const state of ['pending', 'sending', 'accepted'] as const) {
      const save = aSave({ state });
      expect(stored.closedIfCorrected(save)).toBe(save);
    }
    const moved = held(1, { state: 'discarded', heldReason: 'moved' });
    expect(stored.closedIfCorrected(moved)).toBe(moved);
  });

  test('is closed though the correction came to the disk at the same moment', async () => {
    const { store, stored } = await bookOf(original);
    const [settled] = await Promise.all([stored.store(original), stored.append(correction)]);
    expect(settled).toMatchObject(closed);
    expect(store.onDisk.get(original.requestId)).toMatchObject(closed);
  });

  test('is closed here though the disk refuses that second write', async () => {
    const { store, stored } = await bookOf(original);
    const settling = stored.store(original);
    stored.book.keep(correction);
    const before = store.writes;
    store.settle = async (save) => {
      await Promise.resolve();
      if (store.writes > before) store.refusal = refusal;
      return store.write(save);
    };
    expect(await settling).toMatchObject(closed);
    expect(stored.book.find(original.requestId)).toMatchObject(closed);
  });
});
