import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { filesOn, numberedSave, openStore } from '../../testing/tills/journalHarness.ts';

const ok = { ok: true };

describe('compaction', () => {
  test('what was erased is gone from every file', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    const save = numberedSave(1);
    await store.put(save);
    await store.put(numberedSave(2));
    await store.put({ ...save, state: 'accepted', sealedBody: null });
    await adapter.compact();
    const all = Buffer.concat([...disk.contents().values()]).toString('latin1');
    expect(all).not.toContain(save.sealedBody);
    expect(all).toContain(numberedSave(2).sealedBody);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves).toHaveLength(2);
    expect(again.warnings).toEqual([]);
  });

  test('changes made while it runs are in the store afterwards', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    for (let sequence = 1; sequence <= 300; sequence += 1) await store.put(numberedSave(sequence));
    const compaction = adapter.compact();
    await Promise.all([
      store.put(numberedSave(1, 9)),
      store.erase([numberedSave(2).requestId]),
      store.put(numberedSave(301)),
    ]);
    await compaction;
    await store.put(numberedSave(3, 9));
    await store.close();
    const again = await openStore(disk);
    expect(again.warnings).toEqual([]);
    expect(again.saves).toHaveLength(300);
    expect(again.saves[0]).toEqual(numberedSave(1, 9));
    expect(again.saves.find((save) => save.sequence === 3)).toEqual(numberedSave(3, 9));
  });

  test('story 13: one that fails at any call leaves everything readable, and the next one succeeds', async () => {
    for (let failing = 1; failing < 60; failing += 1) {
      const disk = new PowerDisk();
      const { store, adapter } = await openStore(disk, 1 << 30);
      await store.put(numberedSave(1));
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
      expect(await store.put(numberedSave(2))).toEqual(ok);
      const between = await openStore(PowerDisk.of(disk.contents()));
      expect(between.saves).toHaveLength(2);
      await adapter.compact();
      await store.close();
      const again = await openStore(disk);
      expect(again.saves).toHaveLength(2);
      expect(again.warnings).toEqual([]);
    }
  });

  /** Full but for so many bytes, whoever took them. */
  const allBut = (disk: PowerDisk, bytes: number) => {
    disk.capacity = disk.used + bytes;
  };

  test('story 13: where there is no space for a second copy nothing is touched, and the try takes no space', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    for (let sequence = 1; sequence <= 30; sequence += 1) await store.put(numberedSave(sequence));
    const before = filesOn(disk);
    for (const space of [100, 10_000, 17_000, 24_000]) {
      allBut(disk, space);
      await expect(adapter.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(filesOn(disk)).toEqual(before);
    }
    expect(store.problems()).toEqual([{ code: 'store.space-low', detail: 'ENOSPC' }]);
    expect(await store.put(numberedSave(31))).toEqual(ok);
    allBut(disk, 60_000);
    expect(await adapter.compact()).toBe(true);
    expect(store.problems()).toEqual([]);
    expect((await openStore(disk)).saves).toHaveLength(31);
  });

  test('a journal takes over with all of its free space or not at all: as many saves fit as before', async () => {
    for (const space of [8_000, 12_000, 16_000]) {
      const disk = new PowerDisk();
      const { store, adapter } = await openStore(disk, 1 << 30);
      for (let sequence = 1; sequence <= 5; sequence += 1) await store.put(numberedSave(sequence));
      allBut(disk, space);
      await expect(adapter.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
      allBut(disk, 0);
      for (let sequence = 6; sequence <= 30; sequence += 1)
        expect(await store.put(numberedSave(sequence))).toEqual(ok);
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
      await store.put({ ...save, ...held, masked, lastOutcome, imported, app });
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
    expect(found.warnings).toEqual([]);
  });

  test('a journal that cannot be finished is not left: nothing has changed, and nothing is left beside it', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
    disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
    await store.put(numberedSave(2));
    const names = () => [...filesOn(disk).keys()];
    const before = names();
    disk.fault = (call, _number, path) =>
      call === 'open' && path.endsWith('01.journal') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    expect(names()).toEqual(before);
    disk.fault = () => null;
    expect(await store.put(numberedSave(3))).toEqual(ok);
    expect(names()).toEqual(before);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });

  test('a save that was erased before the start is gone after the first tidying', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
    await store.put(numberedSave(2));
    await store.erase([numberedSave(1).requestId]);
    await store.close();
    const { adapter } = await openStore(disk, 1 << 30);
    await adapter.tidy();
    const all = Buffer.concat([...disk.contents().values()]).toString('latin1');
    expect(all).not.toContain(numberedSave(1).sealedBody);
    expect(all).toContain(numberedSave(2).sealedBody);
  });
});
