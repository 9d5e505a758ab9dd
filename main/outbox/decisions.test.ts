import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { CorrectedSaves } from './correctedSaves.ts';
import { NOT_COUNTED } from './counting.ts';
import { Decisions } from './decisions.ts';
import { tillsClock } from './doubtClock.ts';
import { HandingOver } from './handingOver.ts';
import { NOTHING_ASIDE } from './openOutbox.ts';
import { Permissions } from './permissions.ts';
import { SaveWriter } from './saveWriter.ts';
import { Upkeep } from './upkeep.ts';

const [NOW, GATEWAY_NOW] = [50_000, 70_000];
const YEAR = 365 * 24 * 60 * 60_000;
const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
const held = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, state: 'held', heldReason: 'rejected', settledAt: 1, ...parts });
const correctionOf = (original: Save, sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, correctionOf: original.requestId, ...parts });

async function decidingOn(...known: Save[]) {
  const store = new MemoryStore();
  const writer = new SaveWriter({ store, now: () => NOW }, { saves: new Map(), warnings: [] });
  for (const save of known) await writer.append(save);
  store.writes = 0;
  const clock: { known: number | null } = { known: GATEWAY_NOW };
  const corrected = new CorrectedSaves(writer);
  const home = () => null;
  const now = () => NOW;
  const numbers = { lastSequence: 0, hasNotLeft: () => false };
  const { saves } = writer;
  const permissions = new Permissions({ saves, numbers, home, now, rememberedSince: () => -1e12 });
  const decisions = new Decisions({
    writer,
    corrected,
    permissions,
    home,
    now,
    knownTime: () => clock.known,
    doubtClock: tillsClock(() => NOW),
    handingOver: new HandingOver(writer),
  });
  const upkeep = new Upkeep({
    writer,
    store,
    now: () => NOW,
    retention: 1e12,
    aside: NOTHING_ASIDE,
    totals: NOT_COUNTED,
  });
  return { store, writer, saves, clock, corrected, decisions, upkeep };
}

describe('a discard', () => {
  test('is dated by the gateway’s clock, by the manager’s word and for a move', async () => {
    const { decisions } = await decidingOn(held(1), held(2));
    expect(await decisions.discard(held(1).requestId, 'manager')).toMatchObject({
      state: 'discarded',
      heldReason: 'rejected',
      closedReason: 'manager',
      settledAt: GATEWAY_NOW,
    });
    expect(await decisions.discard(held(2).requestId, 'moved')).toMatchObject({
      closedReason: 'moved',
      settledAt: GATEWAY_NOW,
    });
  });

  test('while nobody knows the gateway’s time is dated as soon as somebody does, and once', async () => {
    const [one, moved] = [held(1), held(2)];
    const { store, saves, clock, decisions, upkeep } = await decidingOn(one, moved, held(3));
    clock.known = null;
    expect(await decisions.discard(one.requestId, 'manager')).toMatchObject({ settledAt: null });
    expect(await decisions.discard(moved.requestId, 'moved')).toMatchObject({ settledAt: null });
    store.writes = 0;
    await upkeep.run(80_000);
    await upkeep.run(90_000);
    expect(store.onDisk.get(one.requestId)).toMatchObject({ settledAt: 80_000 });
    expect(saves.find(one.requestId)).toMatchObject({ settledAt: 80_000 });
    expect(saves.find(moved.requestId)).toMatchObject({ settledAt: 80_000 });
    expect(saves.findBySequence(3)).toBe(store.onDisk.get(held(3).requestId));
    expect(store.writes).toBe(2);
  });

  test('that was requeued meanwhile is not dated', async () => {
    const discarded = held(1, { state: 'discarded', closedReason: 'manager', settledAt: null });
    const { saves, decisions, upkeep } = await decidingOn(discarded);
    await Promise.all([decisions.requeue(discarded.requestId), upkeep.run(80_000)]);
    expect(saves.findBySequence(1)).toMatchObject({ state: 'pending', settledAt: null });
  });

  test('keeps a waiting save from being sent meanwhile, and only meanwhile', async () => {
    const save = aSave();
    const { store, saves, decisions } = await decidingOn(save);
    store.refusal = refusal;
    const discarding = decisions.discard(save.requestId, 'manager');
    await Promise.resolve();
    await Promise.resolve();
    expect(saves.queue.get(1)?.state).toBe('sending');
    expect(await discarding).toBeNull();
    expect(saves.queue.get(1)?.state).toBe('pending');
  });

  test('of a held save that the disk refuses puts nothing into the queue', async () => {
    const { store, saves, decisions } = await decidingOn(held(1));
    store.refusal = refusal;
    expect(await decisions.discard(held(1).requestId, 'manager')).toBeNull();
    expect(saves.queue.size).toBe(0);
  });

  test('of what is over, or of a save that nobody knows, does nothing', async () => {
    const { store, decisions } = await decidingOn(aSave({ state: 'accepted' }));
    expect(await decisions.discard(aSave().requestId, 'manager')).toBeNull();
    expect(await decisions.discard('f'.repeat(32), 'manager')).toBeNull();
    expect(store.writes).toBe(0);
  });

  test('of the only correction opens what it corrected again; of one of two it does not', async () => {
    const original = held(1, { state: 'discarded', closedReason: 'corrected' });
    const [one, other] = [correctionOf(original, 2), correctionOf(original, 3)];
    const { store, saves, decisions } = await decidingOn(original, one, other);
    await decisions.discard(one.requestId, 'manager');
    expect(store.writes, 'the correction alone').toBe(1);
    expect(saves.findBySequence(1)).toMatchObject({ closedReason: 'corrected' });
    await decisions.discard(other.requestId, 'manager');
    expect(saves.findBySequence(1)).toMatchObject({ state: 'held' });
    expect(saves.findBySequence(3)).toMatchObject({ state: 'discarded' });
  });

  test('of a correction leaves alone what it corrected where that was accepted or moved', async () => {
    for (const parts of [
      { state: 'accepted', heldReason: null },
      { state: 'discarded', closedReason: 'moved' },
    ] as const) {
      const original = held(1, parts);
      const correction = correctionOf(original, 2);
      const { store, saves, decisions } = await decidingOn(original, correction);
      expect(await decisions.discard(correction.requestId, 'manager')).not.toBeNull();
      expect(saves.findBySequence(1)).toBe(original);
      expect(store.writes).toBe(1);
    }
  });

  test('of a correction that the disk refuses leaves what it corrected closed', async () => {
    const original = held(1, { state: 'discarded', closedReason: 'corrected' });
    const correction = correctionOf(original, 2);
    const { store, saves, decisions } = await decidingOn(original, correction);
    store.refusal = refusal;
    expect(await decisions.discard(correction.requestId, 'manager')).toBeNull();
    expect(saves.findBySequence(1)).toBe(original);
    store.put = async (save) =>
      save.sequence === 1 ? store.write(save) : Promise.resolve(refusal);
    store.refusal = null;
    expect(await decisions.discard(correction.requestId, 'manager')).toBeNull();
    expect(saves.findBySequence(1)).toMatchObject({ closedReason: 'corrected' });
    expect(saves.findBySequence(2)).toMatchObject({ state: 'pending' });
  });
});

describe('a way back into the queue', () => {
  test('by the manager is open to what is held and to what was discarded', async () => {
    const discarded = held(2, { state: 'discarded', closedReason: 'manager' });
    const { decisions } = await decidingOn(held(1), discarded, aSave({ sequence: 3 }));
    expect(await decisions.requeue(held(1).requestId)).toMatchObject({ state: 'pending' });
    expect(await decisions.requeue(discarded.requestId)).toMatchObject({ state: 'pending' });
    expect(await decisions.requeue(aSave({ sequence: 3 }).requestId)).toBeNull();
  });

  test('without the manager is open to what was refused, not to what is stale or was discarded', async () => {
    const stale = held(2, { heldReason: 'stale' });
    const discarded = held(3, { state: 'discarded', closedReason: 'manager' });
    const { decisions } = await decidingOn(held(1), stale, discarded);
    expect(await decisions.sendAgain(held(1).requestId)).toMatchObject({ state: 'pending' });
    expect(await decisions.sendAgain(stale.requestId)).toBeNull();
    expect(await decisions.sendAgain(discarded.requestId)).toBeNull();
  });

  test('is not undone by the tidying of the same moment, which forgets nothing that waits', async () => {
    const old = held(1, { state: 'discarded', closedReason: 'manager', settledAt: 0 });
    const { store, saves, decisions, upkeep } = await decidingOn(old);
    const [requeued] = await Promise.all([decisions.requeue(old.requestId), upkeep.run(YEAR)]);
    expect(requeued).toMatchObject({ state: 'pending' });
    expect(saves.findBySequence(1)).toBe(requeued);
    expect(store.onDisk.get(old.requestId)).toBe(requeued);
  });

  test('is closed for what the tidying of the same moment has begun to forget', async () => {
    const old = held(1, { state: 'discarded', closedReason: 'manager', settledAt: 0 });
    const { store, saves, decisions, upkeep } = await decidingOn(old);
    const tidying = upkeep.forgetOld(YEAR);
    const requeued = await decisions.requeue(old.requestId);
    await tidying;
    expect(requeued).toBeNull();
    expect(saves.findBySequence(1)).toBeUndefined();
    expect(store.onDisk.size).toBe(0);
  });

  test('of a correction closes what it corrects, unless the disk refuses', async () => {
    const original = held(1);
    const correction = correctionOf(original, 2, { state: 'discarded', settledAt: 1 });
    const { store, saves, decisions } = await decidingOn(original, correction);
    store.refusal = refusal;
    expect(await decisions.requeue(correction.requestId)).toBeNull();
    expect(saves.findBySequence(1)).toBe(original);
    store.refusal = null;
    expect(await decisions.requeue(correction.requestId)).toMatchObject({ state: 'pending' });
    expect(saves.findBySequence(1)).toMatchObject({ closedReason: 'corrected' });
  });
});

describe('what a correction replaces', () => {
  test('is closed once, and what nothing corrects is not even written', async () => {
    const [original, lone] = [held(1), held(3)];
    const { store, saves, corrected } = await decidingOn(original, correctionOf(original, 2), lone);
    await corrected.close(lone.requestId);
    expect(store.writes).toBe(0);
    await corrected.close(original.requestId);
    await corrected.close(original.requestId);
    expect(store.writes).toBe(1);
    expect(store.onDisk.get(original.requestId)).toMatchObject({ closedReason: 'corrected' });
    expect(saves.findBySequence(3)).toBe(lone);
  });

  test('is closed here though the disk refuses', async () => {
    const original = held(1);
    const { store, saves, corrected } = await decidingOn(original, correctionOf(original, 2));
    store.refusal = refusal;
    await corrected.close(original.requestId);
    expect(saves.findBySequence(1)).toMatchObject({ closedReason: 'corrected' });
    expect(store.onDisk.get(original.requestId)).toBe(original);
  });

  test('is found and closed at the start, all of it, through chains as well', async () => {
    const first = held(1);
    const second = correctionOf(first, 2, { state: 'discarded', settledAt: 1 });
    const third = correctionOf(second, 3);
    const lone = held(4, { state: 'discarded', closedReason: 'manager' });
    const { saves, corrected } = await decidingOn(first, second, third, lone);
    await corrected.closeAll();
    for (const sequence of [1, 2]) {
      expect(saves.findBySequence(sequence)).toMatchObject({ closedReason: 'corrected' });
    }
    expect(saves.findBySequence(4)).toBe(lone);
  });
});
