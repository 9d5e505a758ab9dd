import { describe, expect, test } from 'vitest';
import { numberedSave, openStore, storePath } from '../testing/journalHarness.ts';
import { PowerDisk } from '../testing/powerDisk.ts';

const ok = { ok: true };

describe('compaction', () => {
  test('what was erased is gone from every file', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    const save = numberedSave(1);
    await store.append(save);
    await store.append(numberedSave(2));
    await store.settle({ ...save, state: 'accepted', sealedBody: null });
    await adapter.compact();
    const all = Buffer.concat([...disk.contents().values()]).toString('latin1');
    expect(all).not.toContain(save.sealedBody);
    expect(all).toContain(numberedSave(2).sealedBody);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves).toHaveLength(2);
    expect(again.notices).toEqual([]);
  });

  test('changes made while it runs are in the store afterwards', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    for (let sequence = 1; sequence <= 300; sequence += 1)
      await store.append(numberedSave(sequence));
    const compaction = adapter.compact();
    await Promise.all([
      store.settle(numberedSave(1, 9)),
      store.erase([numberedSave(2).requestId]),
      store.append(numberedSave(301)),
    ]);
    await compaction;
    await store.settle(numberedSave(3, 9));
    await store.close();
    const again = await openStore(disk);
    expect(again.notices).toEqual([]);
    expect(again.saves).toHaveLength(300);
    expect(again.saves[0]).toEqual(numberedSave(1, 9));
    expect(again.saves.find((save) => save.sequence === 3)).toEqual(numberedSave(3, 9));
  });

  test('story 13: one that fails at any call leaves everything readable, and the next one succeeds', async () => {
    for (let failing = 1; failing < 60; failing += 1) {
      const disk = new PowerDisk();
      const { store, adapter } = await openStore(disk, 1 << 30);
      await store.append(numberedSave(1));
      const start = disk.calls;
      let hasFailed = false;
      disk.fault = (_call, number) => {
        if (number !== start + failing) return null;
        hasFailed = true;
        return 'EIO';
      };
      await adapter.compact().catch(() => undefined);
      disk.fault = () => null;
      if (!hasFailed) break;
      expect(await store.append(numberedSave(2))).toEqual(ok);
      const between = await openStore(PowerDisk.of(disk.contents()));
      expect(between.saves).toHaveLength(2);
      await adapter.compact();
      await store.close();
      const again = await openStore(disk);
      expect(again.saves).toHaveLength(2);
      expect(again.notices).toEqual([]);
    }
  });

  /** Full but for so many bytes, whoever took them. */
  const allBut = (disk: PowerDisk, bytes: number) => {
    disk.capacity = disk.used + bytes;
  };
  const files = (disk: PowerDisk) =>
    new Map([...disk.contents()].filter(([path]) => path.includes('/outbox-')));
  const MINUTE = 60_000;

  test('story 13: where there is no room for a second copy nothing is touched, and the try takes no space', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    for (let sequence = 1; sequence <= 30; sequence += 1)
      await store.append(numberedSave(sequence));
    const before = files(disk);
    for (const room of [100, 10_000, 17_000, 24_000]) {
      allBut(disk, room);
      await expect(adapter.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(files(disk)).toEqual(before);
    }
    expect(store.problems()).toEqual([{ code: 'store.space-low', detail: 'ENOSPC' }]);
    expect(await store.append(numberedSave(31))).toEqual(ok);
    allBut(disk, 60_000);
    expect(await adapter.compact()).toBe(true);
    expect(store.problems()).toEqual([]);
    expect((await openStore(disk)).saves).toHaveLength(31);
  });

  test('a journal takes over with all of its free space or not at all: as many saves fit as before', async () => {
    for (const room of [8_000, 12_000, 16_000]) {
      const disk = new PowerDisk();
      const { store, adapter } = await openStore(disk, 1 << 30);
      for (let sequence = 1; sequence <= 5; sequence += 1)
        await store.append(numberedSave(sequence));
      allBut(disk, room);
      await expect(adapter.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
      allBut(disk, 0);
      for (let sequence = 6; sequence <= 30; sequence += 1)
        expect(await store.append(numberedSave(sequence))).toEqual(ok);
    }
  });

  test('story 13: the snapshot stands in space that was reserved before the journal was switched', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    const words = { code: '15', subCode: 'isv.x', text: '手机号"不对"'.repeat(9), traceId: 't' };
    for (let sequence = 1; sequence <= 60; sequence += 1) {
      const save = numberedSave(sequence);
      const masked = { mobile: '138****8000', name: '欧阳**' };
      const held = { state: 'held', heldReason: 'rejected' } as const;
      const lastOutcome = { class: 'rejected', ...words } as const;
      const imported = { exportedAt: 1, before: sequence, madeAt: 1_700_000_000_000 };
      const app = 'https://gw.api.taobao.com/router/rest 23456789';
      await store.append({ ...save, ...held, masked, lastOutcome, imported, app });
    }
    // Somebody else takes the rest of the disk as soon as our space is reserved.
    disk.fault = (call, _number, path) => {
      if (call === 'datasync' && path.endsWith('.snapshot.new')) allBut(disk, 0);
      return null;
    };
    expect(await adapter.compact()).toBe(true);
    expect(store.problems()).toEqual([]);
    const found = await openStore(PowerDisk.of(disk.contents()));
    expect(found.saves).toHaveLength(60);
    expect(found.notices).toEqual([]);
  });

  test('one that has failed is tried again after ten minutes, after twenty, and so on, and at least once a day', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    await store.settle({ ...numberedSave(1), sealedBody: null });
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
    await store.append(numberedSave(1));
    disk.fault = (call, _number, path) =>
      call === 'rename' && path.endsWith('.new') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    for (let sequence = 2; sequence <= 20; sequence += 1) {
      expect(await store.append(numberedSave(sequence))).toEqual(ok);
      await clock.pass(120 * MINUTE);
      await adapter.tidy();
      expect([...files(disk).keys()].map((path) => path.slice(-14))).toEqual([
        '000001.journal',
        '000002.journal',
      ]);
    }
    expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(20);
    disk.fault = () => null;
    await clock.pass(24 * 60 * MINUTE);
    await adapter.tidy();
    expect([...files(disk).keys()].map((path) => path.slice(-15))).toEqual([
      '-000002.journal',
      '000002.snapshot',
    ]);
    const again = await openStore(PowerDisk.of(disk.contents()));
    expect(again.saves).toHaveLength(20);
    expect(again.notices).toEqual([]);
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
      expect(await store.append(numberedSave(sequence))).toEqual(ok);
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
      await store.append(numberedSave(sequence + 1));
    }
    await Promise.all([1, 2].map((more) => store.append(numberedSave(sequence + more))));
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
        await store.append(numberedSave(sequence));
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
    await store.append(numberedSave(1));
    let lists = 0;
    disk.fault = (call) => {
      if (call === 'list') lists += 1;
      return call === 'remove' ? 'EPERM' : null;
    };
    await adapter.compact();
    await adapter.compact();
    expect(await adapter.compact()).toBe(false);
    lists = 0;
    for (let sequence = 2; sequence <= 40; sequence += 1)
      await store.append(numberedSave(sequence));
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
      await store.append(numberedSave(sequence));
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
    await store.append(numberedSave(2));
    await store.settle({ ...numberedSave(2), sealedBody: null });
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

  test('what a counter has asked for and what has failed is made good by the next tidying, not only forgotten', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    disk.fault = (call, _number, path) => (call === 'open' && path.endsWith('.new') ? 'EIO' : null);
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    disk.fault = () => null;
    await clock.pass(10 * MINUTE);
    await adapter.tidy();
    expect(store.problems()).toEqual([]);
    expect(generationsOn(disk)).toEqual([2]);
  });

  test('a snapshot and a new journal that are both owed are both made by one tidying', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    disk.fault = (call, _number, path) =>
      call === 'rename' && path.endsWith('.new') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    disk.fault = () => null;
    await store.settle({ ...numberedSave(1), sealedBody: null });
    await clock.pass(10 * MINUTE);
    await adapter.tidy();
    expect(generationsOn(disk)).toEqual([3]);
    expect([...disk.contents().keys()].filter((path) => path.endsWith('.snapshot'))).toHaveLength(
      1,
    );
  });

  test('where nothing is owed a tidying writes nothing, after a compaction as after a start', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    await store.settle({ ...numberedSave(1), sealedBody: null });
    await adapter.tidy();
    const changing: string[] = [];
    disk.fault = (call) => {
      if (!['hasName', 'list', 'read'].includes(call)) changing.push(call);
      return null;
    };
    await adapter.tidy();
    expect(changing).toEqual([]);
    expect(generationsOn(disk)).toEqual([2]);
    // It has no body any more: that it is written once more erases nothing.
    await store.settle({ ...numberedSave(1, 2), sealedBody: null });
    await store.close();
    const again = await openStore(disk, 1 << 30);
    changing.length = 0;
    await again.adapter.tidy();
    await again.adapter.tidy();
    expect(changing).toEqual([]);
    expect(generationsOn(disk)).toEqual([2]);
  });

  test('nor does a tidying of a new till, or of one that has nothing but a journal', async () => {
    const disk = new PowerDisk();
    const first = await openStore(disk, 1 << 30);
    await first.adapter.tidy();
    await first.store.append(numberedSave(1));
    await first.store.close();
    const { adapter } = await openStore(disk, 1 << 30);
    await adapter.tidy();
    expect([...files(disk).keys()]).toEqual([storePath('outbox-000001.journal')]);
  });

  test('a snapshot that was owed when the till was killed is made at the next start, and what it replaces goes', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    await adapter.compact();
    disk.fault = (call, _number, path) =>
      call === 'rename' && path.endsWith('.new') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    await store.close();
    disk.fault = () => null;
    expect(generationsOn(disk)).toEqual([2, 3]);
    const again = await openStore(disk, 1 << 30);
    await again.adapter.tidy();
    expect(generationsOn(disk)).toEqual([3]);
    expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(1);
  });

  test('a journal that cannot be finished is not left: nothing has changed, and nothing is left beside it', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
    await store.append(numberedSave(2));
    const names = () => [...files(disk).keys()];
    const before = names();
    disk.fault = (call, _number, path) =>
      call === 'open' && path.endsWith('01.journal') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    expect(names()).toEqual(before);
    disk.fault = () => null;
    expect(await store.append(numberedSave(3))).toEqual(ok);
    expect(names()).toEqual(before);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });

  test('a save that was erased before the start is gone after the first tidying', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 1 << 30);
    await store.append(numberedSave(1));
    await store.append(numberedSave(2));
    await store.erase([numberedSave(1).requestId]);
    await store.close();
    const { adapter } = await openStore(disk, 1 << 30);
    await adapter.tidy();
    const all = Buffer.concat([...disk.contents().values()]).toString('latin1');
    expect(all).not.toContain(numberedSave(1).sealedBody);
    expect(all).toContain(numberedSave(2).sealedBody);
  });
});

/** How many bytes a file of the store has before its free space. */
function contentOf(disk: PowerDisk, name: string): number {
  const bytes = disk.contents().get(storePath(name)) ?? Buffer.alloc(0);
  return bytes.lastIndexOf('\n') + 1;
}

function generationsOn(disk: PowerDisk): number[] {
  const names = [...disk.contents().keys()].flatMap((path) => /outbox-(\d+)/.exec(path)?.[1] ?? []);
  return [...new Set(names.map(Number))].sort();
}

/** A store that owes a new journal, which cannot be opened; `tries` counts how often that was tried. */
async function failingSwitch() {
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  await opened.store.append(numberedSave(1));
  await opened.store.settle({ ...numberedSave(1), sealedBody: null });
  let tries = 0;
  disk.fault = (call, _number, path) => {
    if (call !== 'open' || !/0[23]\.journal$/.test(path)) return null;
    tries += 1;
    return 'EIO';
  };
  return { disk, ...opened, tries: () => tries };
}
