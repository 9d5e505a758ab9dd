import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOn,
  generationsOn,
  numberedSave,
  openStore,
  storePath,
} from '../../testing/tills/journalHarness.ts';

const ok = { ok: true };

const MINUTE = 60_000;

describe('when a compaction is tried', () => {
  test('one that has failed is tried again after ten minutes, after twenty, and so on, and at least once a day', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
    await store.put({ ...numberedSave(1), sealedBody: null });
    let tries: number[] = [];
    disk.fault = (call, _number, path) => {
      if (call !== 'open' || !path.endsWith('02.journal')) return null;
      tries.push(clock.monotonic() / MINUTE);
      return 'EIO';
    };
    for (let tidyings = 0; tidyings < 1_000; tidyings += 1) {
      await adapter.tidy();
      await clock.pass(10 * MINUTE);
    }
    tries = [...new Set(tries)];
    expect(tries.slice(0, 6)).toEqual([0, 10, 30, 70, 150, 310]);
    expect(tries.at(-1)).toBeGreaterThan(7_000);
    expect((tries.at(-1) ?? 0) - (tries.at(-2) ?? 0)).toBe(24 * 60);
    expect(store.problems()).toEqual([{ code: 'store.tidy-failed', detail: 'EIO' }]);
    disk.fault = () => null;
    await clock.pass(24 * 60 * MINUTE);
    await adapter.tidy();
    expect(store.problems()).toEqual([]);
    expect(Buffer.concat([...disk.contents().values()]).toString('latin1')).not.toContain(
      numberedSave(1).sealedBody,
    );
  });

  test('a snapshot that could not be written is owed to the journal that is there: no other one is begun for it', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
    disk.fault = (call, _number, path) =>
      call === 'rename' && path.endsWith('.new') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    for (let sequence = 2; sequence <= 20; sequence += 1) {
      expect(await store.put(numberedSave(sequence))).toEqual(ok);
      await clock.pass(120 * MINUTE);
      await adapter.tidy();
      expect([...filesOn(disk).keys()].map((path) => path.slice(-14))).toEqual([
        '000001.journal',
        '000002.journal',
      ]);
    }
    expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(20);
    disk.fault = () => null;
    await clock.pass(24 * 60 * MINUTE);
    await adapter.tidy();
    expect([...filesOn(disk).keys()].map((path) => path.slice(-15))).toEqual([
      '-000002.journal',
      '000002.snapshot',
    ]);
    const again = await openStore(PowerDisk.of(disk.contents()));
    expect(again.saves).toHaveLength(20);
    expect(again.warnings).toEqual([]);
  });

  test('a journal that grows on while no compaction succeeds asks again only when it has doubled', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 4_000);
    const lengths: number[] = [];
    disk.fault = (call, _number, path) => {
      if (call !== 'open' || !path.endsWith('02.journal')) return null;
      lengths.push(contentOf(disk, 'outbox-000001.journal'));
      return 'EIO';
    };
    for (let sequence = 1; sequence <= 200; sequence += 1)
      expect(await store.put(numberedSave(sequence))).toEqual(ok);
    expect(lengths.length).toBeGreaterThan(3);
    for (const [index, length] of lengths.slice(1).entries()) {
      const before = lengths[index] ?? 0;
      expect(length / before).toBeGreaterThan(1.8);
      expect(length / before).toBeLessThan(2.4);
    }
  });

  test('saves that come while it runs do not ask for another one', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 4_000);
    let sequence = 0;
    for (; generationsOn(disk).length === 1; sequence += 1) {
      await store.put(numberedSave(sequence + 1));
    }
    await Promise.all([1, 2].map((more) => store.put(numberedSave(sequence + more))));
    await adapter.close();
    expect(generationsOn(disk)).toEqual([2]);
  });

  test('a new journal whose snapshot has failed is measured by its own length, not by the old one’s', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 4_000);
    let tries = 0;
    disk.fault = (call, _number, path) => {
      if (call !== 'rename' || !path.endsWith('.new')) return null;
      tries += 1;
      return 'EIO';
    };
    let sequence = 0;
    const growTo = async (name: string, length: number) => {
      while (contentOf(disk, name) < length) {
        sequence += 1;
        await store.put(numberedSave(sequence));
      }
      for (let turn = 0; turn < 20; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    };
    await growTo('outbox-000001.journal', 4_000);
    expect(tries).toBe(1);
    await growTo('outbox-000002.journal', 5_000);
    expect(tries).toBe(2);
    expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(sequence);
  });

  test('while two older generations cannot be removed the disk is not asked with every save', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 4_000);
    await store.put(numberedSave(1));
    let lists = 0;
    disk.fault = (call) => {
      if (call === 'list') lists += 1;
      return call === 'remove' ? 'EPERM' : null;
    };
    await adapter.compact();
    await adapter.compact();
    expect(await adapter.compact()).toBe(false);
    lists = 0;
    for (let sequence = 2; sequence <= 40; sequence += 1) await store.put(numberedSave(sequence));
    expect(lists).toBeLessThan(8);
  });

  test('a journal is compacted once it is longer than its limit and than its snapshot, and once at a time', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 4_000);
    const lengths: number[] = [];
    let longest = 0;
    disk.fault = (call, _number, path) => {
      const length = disk.contents().get(storePath('outbox-000001.journal'))?.indexOf(0);
      longest = Math.max(longest, length ?? 0);
      if (call === 'rename' && path.endsWith('.new')) lengths.push(disk.calls);
      return null;
    };
    for (let sequence = 1; sequence <= 120; sequence += 1) {
      await store.put(numberedSave(sequence));
      await clock.pass(0);
    }
    await adapter.close();
    const snapshots = [...disk.contents()].filter(([path]) => path.endsWith('.snapshot'));
    expect(longest).toBeGreaterThan(4_000);
    expect(longest).toBeLessThan(5_500);
    expect(snapshots[0]?.[1].length).toBeGreaterThan(20_000);
    // Each is as long as all that came before it: 4, 8, 16, 32 KB, and not one for every 4 KB.
    expect(lengths.length).toBeGreaterThanOrEqual(3);
    expect(lengths.length).toBeLessThanOrEqual(6);
  });

  test('one that has failed is not asked for again a moment before its ten minutes are over', async () => {
    const { disk, adapter, clock, tries } = await failingSwitch();
    await adapter.tidy();
    await clock.pass(10 * MINUTE - 1);
    await adapter.tidy();
    expect(tries()).toBe(1);
    await clock.pass(1);
    await adapter.tidy();
    expect(tries()).toBe(2);
    disk.fault = () => null;
    await clock.pass(20 * MINUTE);
    await adapter.tidy();
    expect(generationsOn(disk)).toEqual([2]);
  });

  test('after one that has succeeded the next failure is waited for as briefly as the first', async () => {
    const { disk, adapter, store, clock, tries } = await failingSwitch();
    for (let times = 0; times < 50; times += 1) {
      await adapter.tidy();
      await clock.pass(10 * MINUTE);
    }
    const { fault } = disk;
    disk.fault = () => null;
    await adapter.compact();
    disk.fault = fault;
    await store.put(numberedSave(2));
    await store.put({ ...numberedSave(2), sealedBody: null });
    const before = tries();
    const tried: number[] = [];
    for (const wait of [0, 10 * MINUTE - 1, 1]) {
      await clock.pass(wait);
      await adapter.tidy();
      tried.push(tries() - before);
    }
    expect(tried).toEqual([1, 1, 2]);
  });

  test('an old file that cannot be removed makes nobody ask more often for what fails', async () => {
    const { disk, adapter, clock, tries } = await failingSwitch();
    const { fault } = disk;
    disk.fault = (call, number, path) => (call === 'remove' ? 'EPERM' : fault(call, number, path));
    await disk.open(storePath('outbox-000000.journal'), 'create');
    for (let times = 0; times < 30; times += 1) {
      await adapter.tidy();
      await clock.pass(10 * MINUTE);
    }
    // At 0, 10, 30, 70 and 150 minutes.
    expect(tries()).toBe(5);
  });
});

/** How many bytes a file of the store has before its free space. */
function contentOf(disk: PowerDisk, name: string): number {
  const bytes = disk.contents().get(storePath(name)) ?? Buffer.alloc(0);
  return bytes.lastIndexOf('\n') + 1;
}

/** A store that owes a new journal, which cannot be opened; `tries` counts how often that was tried. */
async function failingSwitch() {
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  await opened.store.put(numberedSave(1));
  await opened.store.put({ ...numberedSave(1), sealedBody: null });
  let tries = 0;
  disk.fault = (call, _number, path) => {
    if (call !== 'open' || !/0[23]\.journal$/.test(path)) return null;
    tries += 1;
    return 'EIO';
  };
  return { disk, ...opened, tries: () => tries };
}
