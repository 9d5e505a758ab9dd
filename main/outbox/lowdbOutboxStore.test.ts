import { describe, expect, test } from 'vitest';
import { numberedSave, openStore } from '../testing/journalHarness.ts';
import { PowerDisk } from '../testing/powerDisk.ts';
import type { WriteResult } from './outboxStore.ts';

/** The saves that the next start finds: their sequences and versions. */
async function found(disk: PowerDisk): Promise<[number, number][]> {
  disk.fault = () => null;
  const { saves } = await openStore(PowerDisk.of(disk.contents()));
  return saves.map(({ sequence, attempts }) => [sequence, attempts]);
}

/** A store with two saves whose disk refuses to write, until it is told otherwise. */
async function refusing() {
  const disk = new PowerDisk();
  const opened = await openStore(disk);
  await opened.store.append(numberedSave(1));
  await opened.store.append(numberedSave(2));
  disk.fault = (call) => (call === 'write' ? 'ENOSPC' : null);
  return { disk, ...opened };
}
const refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };

describe('what the disk has refused', () => {
  test('is no save: it does not come to the disk with the next one', async () => {
    const { disk, store } = await refusing();
    expect(await store.append(numberedSave(3))).toEqual(refusal);
    disk.fault = () => null;
    expect(await store.append(numberedSave(4))).toEqual({ ok: true });
    await store.tidy();
    expect((await found(disk)).map(([sequence]) => sequence)).toEqual([1, 2, 4]);
  });

  test('leaves the version that was there', async () => {
    const { disk, store } = await refusing();
    expect(await store.settle(numberedSave(1, 7))).toEqual(refusal);
    disk.fault = () => null;
    expect(await store.settle(numberedSave(2, 5))).toEqual({ ok: true });
    await store.tidy();
    expect(await found(disk)).toEqual([
      [1, 0],
      [2, 5],
    ]);
  });

  test('leaves what was to be erased', async () => {
    const { disk, store } = await refusing();
    expect(await store.erase([numberedSave(1).requestId])).toEqual(refusal);
    disk.fault = () => null;
    expect(await store.erase([numberedSave(2).requestId, 'f'.repeat(32)])).toEqual({ ok: true });
    await store.tidy();
    expect(await found(disk)).toEqual([[1, 0]]);
  });

  test('does not take back a newer version that was stored meanwhile', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    await store.append(numberedSave(1));
    let newer: Promise<WriteResult> | null = null;
    disk.fault = (call) => {
      if (call !== 'datasync' || newer !== null) return null;
      newer = store.settle(numberedSave(1, 2));
      return 'EIO';
    };
    expect(await store.settle(numberedSave(1, 1))).toMatchObject({ ok: false });
    expect(await newer).toEqual({ ok: true });
    await store.tidy();
    expect(await found(disk)).toEqual([[1, 2]]);
  });
});

test('saves are found in their order, whatever the order of their changes', async () => {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [3, 1, 2]) await store.append(numberedSave(sequence));
  await store.close();
  expect((await found(disk)).map(([sequence]) => sequence)).toEqual([1, 2, 3]);
});
