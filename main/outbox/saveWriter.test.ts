import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { SaveWriter } from './saveWriter.ts';

const NOW = 5_000;
const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
const held = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, state: 'held', heldReason: 'rejected', settledAt: 1, ...parts });

/** A writer that knows these saves, and how often it told of a change. */
async function writerOf(...known: Save[]) {
  const store = new MemoryStore();
  const told = { times: 0 };
  const found = [{ code: 'store.torn-tail', detail: '' } as const];
  const onChanged = () => {
    told.times += 1;
  };
  const writer = new SaveWriter(
    { store, now: () => NOW, onChanged },
    { saves: new Map(), warnings: found },
  );
  for (const save of known) await writer.append(save);
  told.times = 0;
  return { store, writer, saves: writer.saves, told };
}

describe('the saves in memory and on disk', () => {
  test('a save is known once it is on the disk, and every change is told once', async () => {
    const { store, writer, saves, told } = await writerOf();
    const save = aSave();
    const writing = writer.append(save);
    expect(saves.find(save.requestId)).toBeUndefined();
    expect(await writing).toEqual({ ok: true });
    expect(saves.find(save.requestId)).toBe(save);
    const newer = { ...save, attempts: 1 };
    expect(await writer.store(newer)).toBe(newer);
    expect(store.onDisk.get(save.requestId)).toBe(newer);
    expect(told.times).toBe(2);
  });

  test('what was being sent when the program ended waits again, in doubt since then, and is not written for that', () => {
    const store = new MemoryStore();
    const [sending, other] = [aSave({ state: 'sending', sentAt: 7 }), held(2)];
    const known = new Map([sending, other].map((save) => [save.requestId, save]));
    const { saves } = new SaveWriter({ store, now: () => NOW }, { saves: known, warnings: [] });
    expect(saves.findBySequence(1)).toMatchObject({ state: 'pending', firstUnknownAt: 7 });
    expect(saves.findBySequence(2)).toBe(other);
    expect(saves.queue.size).toBe(1);
    expect(store.writes).toBe(0);
  });

  test('what the disk refuses is not known, and is told until something is written', async () => {
    const { store, writer, saves, told } = await writerOf(aSave());
    store.refusal = refusal;
    expect(await writer.append(aSave({ sequence: 2 }))).toEqual(refusal);
    expect(await writer.store({ ...aSave(), attempts: 1 })).toBeNull();
    expect(saves.findBySequence(2)).toBeUndefined();
    expect(saves.findBySequence(1)?.attempts).toBe(0);
    expect(writer.warnings).toEqual([
      { code: 'store.torn-tail', detail: '' },
      { code: 'store.disk-full', detail: 'ENOSPC' },
    ]);
    expect(told.times).toBe(2);
    store.refusal = null;
    expect(await writer.mark(aSave(), aSave())).toEqual(aSave());
    expect(writer.warnings).toEqual([{ code: 'store.torn-tail', detail: '' }]);
    expect(told.times).toBe(3);
    await writer.mark(aSave(), aSave());
    expect(told.times, 'a mark is told of by nobody').toBe(3);
  });

  test('what is erased is forgotten, unless the disk refuses', async () => {
    const { store, writer, saves, told } = await writerOf(aSave(), aSave({ sequence: 2 }));
    store.refusal = refusal;
    expect(await writer.erase(aSave())).toBeNull();
    expect(told.times).toBe(1);
    expect(saves.findBySequence(1)).toBeDefined();
    store.refusal = null;
    expect(await writer.erase(aSave())).toEqual(aSave());
    expect(saves.findBySequence(1)).toBeUndefined();
    expect(saves.findBySequence(2)).toBeDefined();
    expect([...store.onDisk.values()].map(({ sequence }) => sequence)).toEqual([2]);
  });
});

describe('since when an outcome is unknown', () => {
  const doubtful = aSave({ firstUnknownAt: 10 });

  test('is what it was dated anew while a newer version was being written', async () => {
    const { writer, saves } = await writerOf(doubtful);
    const writing = writer.store({ ...doubtful, attempts: 3 });
    writer.know({ ...doubtful, firstUnknownAt: 4 });
    expect(await writing).toMatchObject({ attempts: 3, firstUnknownAt: 4 });
    expect(saves.findBySequence(1)).toMatchObject({ attempts: 3, firstUnknownAt: 4 });
  });

  test('is what the newer version says where that knows more', async () => {
    const { writer } = await writerOf(doubtful);
    const writing = writer.store({ ...doubtful, firstUnknownAt: null });
    writer.know({ ...doubtful, firstUnknownAt: 4 });
    expect(await writing).toMatchObject({ firstUnknownAt: null });
  });
});

describe('an earlier date that only the disk has', () => {
  const doubtful = aSave({ firstUnknownAt: 10 });
  /** Known since 20, and on the disk since 10. */
  const datedLater = async () => {
    const { store, writer } = await writerOf(doubtful);
    writer.earlier.keep(doubtful);
    writer.know({ ...doubtful, firstUnknownAt: 20 });
    return { store, writer, onDisk: () => store.onDisk.get(doubtful.requestId)?.firstUnknownAt };
  };

  test('stays there with every change', async () => {
    const { writer, onDisk } = await datedLater();
    await writer.store({ ...doubtful, firstUnknownAt: 20, attempts: 3 });
    expect(onDisk()).toBe(10);
  });

  test('counts no more where a doubt begins anew, nor with the next change', async () => {
    const { writer, onDisk } = await datedLater();
    await writer.storeReserved({ ...doubtful, firstUnknownAt: 30 }, { isAnew: true });
    expect(onDisk()).toBe(30);
    await writer.store({ ...doubtful, firstUnknownAt: 30, attempts: 3 });
    expect(onDisk()).toBe(30);
  });

  test('counts on where the disk refuses that', async () => {
    const { store, writer, onDisk } = await datedLater();
    store.refusal = refusal;
    const anew = { ...doubtful, firstUnknownAt: 30 };
    expect(await writer.storeReserved(anew, { isAnew: true })).toBeNull();
    store.refusal = null;
    await writer.store({ ...doubtful, firstUnknownAt: 20, attempts: 3 });
    expect(onDisk()).toBe(10);
  });
});

describe('a save whose correction stands', () => {
  const original = held(1);
  const correction = aSave({ sequence: 2, correctionOf: original.requestId });
  const closed = { state: 'discarded', closedReason: 'corrected' };

  test('is closed where it would need somebody, at the till’s time', async () => {
    const { store, writer } = await writerOf(original, correction);
    expect(await writer.store(original)).toMatchObject({ ...closed, settledAt: NOW });
    expect(store.onDisk.get(original.requestId)).toMatchObject(closed);
    expect(await writer.storeAsItIs(original)).toBe(original);
  });

  test('is not to be requeued where a manager has closed it', async () => {
    const { writer } = await writerOf(original, correction);
    const byManager = held(1, { state: 'discarded', closedReason: 'manager', settledAt: 3 });
    expect(writer.closedIfCorrected(byManager)).toEqual({
      ...byManager,
      closedReason: 'corrected',
    });
  });

  test('stays as it is while it is sent, when it is accepted, and where it was moved', async () => {
    const { writer } = await writerOf(original, correction);
    for (const state of ['pending', 'sending', 'accepted'] as const) {
      const save = aSave({ state });
      expect(writer.closedIfCorrected(save)).toBe(save);
    }
    const moved = held(1, { state: 'discarded', closedReason: 'moved' });
    expect(writer.closedIfCorrected(moved)).toBe(moved);
  });

  test('is closed though the correction came to the disk at the same moment', async () => {
    const { store, writer } = await writerOf(original);
    const [settled] = await Promise.all([writer.store(original), writer.append(correction)]);
    expect(settled).toMatchObject(closed);
    expect(store.onDisk.get(original.requestId)).toMatchObject(closed);
  });

  test('is closed here though the disk refuses that second write', async () => {
    const { store, writer, saves } = await writerOf(original);
    const settling = writer.store(original);
    writer.know(correction);
    const before = store.writes;
    store.put = async (save) => {
      await Promise.resolve();
      if (store.writes > before) store.refusal = refusal;
      return store.write(save);
    };
    expect(await settling).toMatchObject(closed);
    expect(saves.find(original.requestId)).toMatchObject(closed);
  });
});
