import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { PersonChanges } from './personChanges.ts';
import { StoredBook } from './storedBook.ts';
import { Turns } from './turns.ts';

const [NOW, GATEWAY_NOW] = [50_000, 70_000];
const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
const held = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, state: 'held', heldReason: 'rejected', settledAt: 1, ...parts });
const correctionOf = (original: Save, sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, correctionOf: original.requestId, ...parts });

async function decidingOn(...saves: Save[]) {
  const store = new MemoryStore();
  const stored = new StoredBook({ store, now: () => NOW }, []);
  for (const save of saves) await stored.append(save);
  store.writes = 0;
  const clock: { known: number | null } = { known: GATEWAY_NOW };
  const changes = new PersonChanges(stored, {
    turns: new Turns(),
    home: () => null,
    now: () => NOW,
    knownTime: () => clock.known,
  });
  return { store, stored, clock, changes };
}

describe('a discard', () => {
  test('by a person is dated by the gateway’s clock, for a move by the till’s', async () => {
    const { changes } = await decidingOn(held(1), held(2));
    expect(await changes.discard(held(1).requestId, null)).toMatchObject({
      state: 'discarded',
      heldReason: null,
      settledAt: GATEWAY_NOW,
    });
    expect(await changes.discard(held(2).requestId, 'moved')).toMatchObject({
      heldReason: 'moved',
      settledAt: NOW,
    });
  });

  test('while nobody knows the gateway’s time is dated as soon as somebody does, and once', async () => {
    const [one, moved] = [held(1), held(2)];
    const { store, stored, clock, changes } = await decidingOn(one, moved, held(3));
    clock.known = null;
    expect(await changes.discard(one.requestId, null)).toMatchObject({ settledAt: null });
    await changes.discard(moved.requestId, 'moved');
    store.writes = 0;
    await changes.dateDiscarded(80_000);
    await changes.dateDiscarded(90_000);
    expect(store.onDisk.get(one.requestId)).toMatchObject({ settledAt: 80_000 });
    expect(stored.book.find(one.requestId)).toMatchObject({ settledAt: 80_000 });
    expect(stored.book.find(moved.requestId)).toMatchObject({ settledAt: NOW });
    expect(stored.book.findBySequence(3)).toBe(store.onDisk.get(held(3).requestId));
    expect(store.writes).toBe(1);
  });

  test('that was taken back meanwhile is not dated', async () => {
    const discarded = held(1, { state: 'discarded', heldReason: null, settledAt: null });
    const { stored, changes } = await decidingOn(discarded);
    await Promise.all([changes.takeBack(discarded.requestId), changes.dateDiscarded(80_000)]);
    expect(stored.book.findBySequence(1)).toMatchObject({ state: 'pending', settledAt: null });
  });

  test('keeps a waiting save from being sent meanwhile, and only meanwhile', async () => {
    const save = aSave();
    const { store, stored, changes } = await decidingOn(save);
    store.refusal = refusal;
    const discarding = changes.discard(save.requestId, null);
    await Promise.resolve();
    await Promise.resolve();
    expect(stored.book.queue.get(1)?.state).toBe('sending');
    expect(await discarding).toBeNull();
    expect(stored.book.queue.get(1)?.state).toBe('pending');
  });

  test('of a held save that the disk refuses puts nothing into the queue', async () => {
    const { store, stored, changes } = await decidingOn(held(1));
    store.refusal = refusal;
    expect(await changes.discard(held(1).requestId, null)).toBeNull();
    expect(stored.book.queue.size).toBe(0);
  });

  test('of what is over, or of a save that nobody knows, does nothing', async () => {
    const { store, changes } = await decidingOn(aSave({ state: 'accepted' }));
    expect(await changes.discard(aSave().requestId, null)).toBeNull();
    expect(await changes.discard('f'.repeat(32), null)).toBeNull();
    expect(store.writes).toBe(0);
  });

  test('of the only correction opens what it corrected again; of one of two it does not', async () => {
    const original = held(1, { state: 'discarded', heldReason: 'corrected' });
    const [one, other] = [correctionOf(original, 2), correctionOf(original, 3)];
    const { store, stored, changes } = await decidingOn(original, one, other);
    await changes.discard(one.requestId, null);
    expect(store.writes, 'the correction alone').toBe(1);
    expect(stored.book.findBySequence(1)).toMatchObject({ heldReason: 'corrected' });
    await changes.discard(other.requestId, null);
    expect(stored.book.findBySequence(1)).toMatchObject({ state: 'held' });
    expect(stored.book.findBySequence(3)).toMatchObject({ state: 'discarded' });
  });

  test('of a correction leaves alone what it corrected where that was accepted or moved', async () => {
    for (const parts of [
      { state: 'accepted', heldReason: null },
      { state: 'discarded', heldReason: 'moved' },
    ] as const) {
      const original = held(1, parts);
      const correction = correctionOf(original, 2);
      const { store, stored, changes } = await decidingOn(original, correction);
      expect(await changes.discard(correction.requestId, null)).not.toBeNull();
      expect(stored.book.findBySequence(1)).toBe(original);
      expect(store.writes).toBe(1);
    }
  });

  test('of a correction that the disk refuses leaves what it corrected closed', async () => {
    const original = held(1, { state: 'discarded', heldReason: 'corrected' });
    const correction = correctionOf(original, 2);
    const { store, stored, changes } = await decidingOn(original, correction);
    store.refusal = refusal;
    expect(await changes.discard(correction.requestId, null)).toBeNull();
    expect(stored.book.findBySequence(1)).toBe(original);
    store.settle = async (save) =>
      save.sequence === 1 ? store.write(save) : Promise.resolve(refusal);
    store.refusal = null;
    expect(await changes.discard(correction.requestId, null)).toBeNull();
    expect(stored.book.findBySequence(1)).toMatchObject({ heldReason: 'corrected' });
    expect(stored.book.findBySequence(2)).toMatchObject({ state: 'pending' });
  });
});

describe('what goes into a file', () => {
  const datesOn = ({ onDisk }: MemoryStore) =>
    [...onDisk.values()].map(({ firstUnknownAt }) => firstUnknownAt);

  test('is in doubt from then on where it waits or is held, unless it was before', async () => {
    const older = aSave({ sequence: 2, firstUnknownAt: 7 });
    const younger = aSave({ sequence: 3, firstUnknownAt: 11 });
    const closed = held(5, { state: 'discarded', heldReason: null });
    const saves = [aSave({ sequence: 1 }), older, younger, held(4), closed];
    const { store, changes } = await decidingOn(...saves);
    for (const { requestId } of saves) await changes.doubt(requestId, 9);
    expect(datesOn(store)).toEqual([9, 7, 9, 9, null]);
  });

  test('is not in doubt where there is no file after all', async () => {
    const { store, changes } = await decidingOn(aSave({ sequence: 1, firstUnknownAt: 9 }));
    await changes.doubt(aSave({ sequence: 1 }).requestId, null);
    expect(datesOn(store)).toEqual([null]);
  });
});

describe('a way back into the queue', () => {
  test('by the manager is open to what is held and to what was discarded', async () => {
    const discarded = held(2, { state: 'discarded', heldReason: null });
    const { changes } = await decidingOn(held(1), discarded, aSave({ sequence: 3 }));
    expect(await changes.takeBack(held(1).requestId)).toMatchObject({ state: 'pending' });
    expect(await changes.takeBack(discarded.requestId)).toMatchObject({ state: 'pending' });
    expect(await changes.takeBack(aSave({ sequence: 3 }).requestId)).toBeNull();
  });

  test('without the manager is open to what was refused, not to what is stale or was discarded', async () => {
    const stale = held(2, { heldReason: 'stale' });
    const discarded = held(3, { state: 'discarded', heldReason: null });
    const { changes } = await decidingOn(held(1), stale, discarded);
    expect(await changes.sendAgain(held(1).requestId)).toMatchObject({ state: 'pending' });
    expect(await changes.sendAgain(stale.requestId)).toBeNull();
    expect(await changes.sendAgain(discarded.requestId)).toBeNull();
  });

  test('of a correction closes what it corrects, unless the disk refuses', async () => {
    const original = held(1);
    const correction = correctionOf(original, 2, { state: 'discarded', settledAt: 1 });
    const { store, stored, changes } = await decidingOn(original, correction);
    store.refusal = refusal;
    expect(await changes.takeBack(correction.requestId)).toBeNull();
    expect(stored.book.findBySequence(1)).toBe(original);
    store.refusal = null;
    expect(await changes.takeBack(correction.requestId)).toMatchObject({ state: 'pending' });
    expect(stored.book.findBySequence(1)).toMatchObject({ heldReason: 'corrected' });
  });
});

describe('what a correction replaces', () => {
  test('is closed once, and what nothing corrects is not even written', async () => {
    const [original, lone] = [held(1), held(3)];
    const { store, stored, changes } = await decidingOn(original, correctionOf(original, 2), lone);
    await changes.closeCorrected(lone.requestId);
    expect(store.writes).toBe(0);
    await changes.closeCorrected(original.requestId);
    await changes.closeCorrected(original.requestId);
    expect(store.writes).toBe(1);
    expect(store.onDisk.get(original.requestId)).toMatchObject({ heldReason: 'corrected' });
    expect(stored.book.findBySequence(3)).toBe(lone);
  });

  test('is closed here though the disk refuses', async () => {
    const original = held(1);
    const { store, stored, changes } = await decidingOn(original, correctionOf(original, 2));
    store.refusal = refusal;
    await changes.closeCorrected(original.requestId);
    expect(stored.book.findBySequence(1)).toMatchObject({ heldReason: 'corrected' });
    expect(store.onDisk.get(original.requestId)).toBe(original);
  });

  test('is found and closed at the start, all of it, through chains as well', async () => {
    const first = held(1);
    const second = correctionOf(first, 2, { state: 'discarded', settledAt: 1 });
    const third = correctionOf(second, 3);
    const lone = held(4, { state: 'discarded', heldReason: null });
    const { stored, changes } = await decidingOn(first, second, third, lone);
    await changes.closeAllCorrected();
    for (const sequence of [1, 2]) {
      expect(stored.book.findBySequence(sequence)).toMatchObject({ heldReason: 'corrected' });
    }
    expect(stored.book.findBySequence(4)).toBe(lone);
  });
});
