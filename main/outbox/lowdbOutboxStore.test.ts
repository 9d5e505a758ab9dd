import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, watermarkPath } from '../../testing/tills/journalHarness.ts';
import type { WriteResult } from '../files/storeFailure.ts';

const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
const idOf = (sequence: number) => numberedSave(sequence).requestId;

/** The saves that the next start finds: their sequences and versions. */
async function found(disk: PowerDisk): Promise<[number, number][]> {
  disk.fault = () => null;
  const { saves } = await openStore(PowerDisk.of(disk.contents()));
  return saves.map(({ sequence, attempts }) => [sequence, attempts]);
}

/** A store with these saves, on a disk that takes everything until a test says otherwise. */
async function storeWith(...sequences: number[]) {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of sequences) await store.append(numberedSave(sequence));
  const refuse = () => {
    disk.fault = (call) => (call === 'write' ? 'ENOSPC' : null);
  };
  const recover = () => {
    disk.fault = () => null;
  };
  return { disk, store, refuse, recover };
}

/** Everything that lies on a disk, as text. */
function textOf(disk: PowerDisk): string {
  return [...disk.contents().values()].map((bytes) => bytes.toString('latin1')).join('\n');
}

describe('what the disk has refused', () => {
  test('is no save: it comes to the disk with no other one, and there is nothing to erase of it', async () => {
    const { disk, store, refuse, recover } = await storeWith(1);
    refuse();
    expect(await store.append(numberedSave(2))).toEqual(refusal);
    recover();
    expect(await store.append(numberedSave(3))).toEqual({ ok: true });
    expect((await found(disk)).map(([sequence]) => sequence)).toEqual([1, 3]);
    const { calls } = disk;
    expect(await store.erase([idOf(2)])).toEqual({ ok: true });
    expect(disk.calls).toBe(calls);
  });

  test('leaves the version that was there', async () => {
    const { disk, store, refuse, recover } = await storeWith(1, 2);
    refuse();
    expect(await store.settle(numberedSave(1, 7))).toEqual(refusal);
    recover();
    expect(await store.settle(numberedSave(2, 5))).toEqual({ ok: true });
    expect(await found(disk)).toEqual([
      [1, 0],
      [2, 5],
    ]);
  });

  test('leaves what was to be erased, which can be erased later', async () => {
    const { disk, store, refuse, recover } = await storeWith(1, 2);
    refuse();
    expect(await store.erase([idOf(1)])).toEqual(refusal);
    recover();
    expect((await found(disk)).map(([sequence]) => sequence)).toEqual([1, 2]);
    expect(await store.erase([idOf(1)])).toEqual({ ok: true });
    expect((await found(disk)).map(([sequence]) => sequence)).toEqual([2]);
  });

  test('takes no newer version back that was stored meanwhile', async () => {
    const { disk, store } = await storeWith();
    let newer: Promise<WriteResult> | null = null;
    disk.fault = (call) => {
      if (call !== 'datasync' || newer !== null) return null;
      newer = store.settle(numberedSave(1, 2));
      return 'EIO';
    };
    expect(await store.append(numberedSave(1, 1))).toMatchObject({ ok: false });
    expect(await newer).toEqual({ ok: true });
    expect(await found(disk)).toEqual([[1, 2]]);
    expect(await store.erase([idOf(1)])).toEqual({ ok: true });
    expect(await found(disk)).toEqual([]);
  });
});

test('what was erased is gone from the disk after tidying up, and nothing else is', async () => {
  const { disk, store } = await storeWith(1, 2);
  await store.erase([idOf(1)]);
  expect(textOf(disk)).toContain(idOf(1));
  await store.tidy();
  expect(textOf(disk)).not.toContain(idOf(1));
  expect(textOf(disk)).toContain(idOf(2));
});

test('tidying up that fails is told to nobody: everything stays readable', async () => {
  const { disk, store, refuse } = await storeWith(1, 2);
  await store.erase([idOf(1)]);
  refuse();
  await expect(store.tidy()).resolves.toBeUndefined();
  expect((await found(disk)).map(([sequence]) => sequence)).toEqual([2]);
});

test('saves are found in their order, whatever the order in which they came', async () => {
  const { disk, store } = await storeWith(3, 1, 2);
  expect(disk.contents().has(watermarkPath)).toBe(false);
  await store.close();
  expect((await found(disk)).map(([sequence]) => sequence)).toEqual([1, 2, 3]);
  expect(disk.contents().has(watermarkPath), 'the second place is up to date').toBe(true);
});

test('a till that gets no more space says so while it can still save', async () => {
  const { disk, store } = await storeWith();
  let isAppending = false;
  disk.fault = (call) => {
    if (call === 'write') return isAppending ? null : 'ENOSPC';
    isAppending &&= call !== 'datasync';
    return null;
  };
  expect(store.problems()).toEqual([]);
  for (let sequence = 1; store.problems().length === 0 && sequence < 100; sequence += 1) {
    isAppending = true;
    expect(await store.append(numberedSave(sequence))).toEqual({ ok: true });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(store.problems()).toEqual([{ code: 'store.space-low', detail: 'ENOSPC' }]);
});
