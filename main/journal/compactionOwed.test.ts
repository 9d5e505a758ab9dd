import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOn,
  generationsOn,
  numberedSave,
  openStore,
  storePath,
} from '../../testing/tills/journalHarness.ts';

const MINUTE = 60_000;

describe('a compaction that is owed', () => {
  test('what a counter has asked for and what has failed is made good by the next tidying, not only forgotten', async () => {
    const disk = new PowerDisk();
    const { store, adapter, clock } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
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
    await store.put(numberedSave(1));
    disk.fault = (call, _number, path) =>
      call === 'rename' && path.endsWith('.new') ? 'EIO' : null;
    await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
    disk.fault = () => null;
    await store.put({ ...numberedSave(1), sealedBody: null });
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
    await store.put(numberedSave(1));
    await store.put({ ...numberedSave(1), sealedBody: null });
    await adapter.tidy();
    const changing: string[] = [];
    disk.fault = (call) => {
      if (!['hasName', 'identify', 'list', 'read'].includes(call)) changing.push(call);
      return null;
    };
    await adapter.tidy();
    expect(changing).toEqual([]);
    expect(generationsOn(disk)).toEqual([2]);
    // It has no body any more: that it is written once more erases nothing.
    await store.put({ ...numberedSave(1, 2), sealedBody: null });
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
    await first.store.put(numberedSave(1));
    await first.store.close();
    const { adapter } = await openStore(disk, 1 << 30);
    await adapter.tidy();
    expect([...filesOn(disk).keys()]).toEqual([storePath('outbox-000001.journal')]);
  });

  test('a snapshot that was owed when the till was killed is made at the next start, and what it replaces goes', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    await store.put(numberedSave(1));
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

  describe('because the journal was deleted under the running till', () => {
    const removedByHand = async (disk: PowerDisk, path: string) => {
      const { fault } = disk;
      disk.fault = () => null;
      await disk.remove(path);
      await disk.flushFolder('/data/till');
      disk.fault = fault;
    };

    test('is made with the next tidying, however often one was refused before', async () => {
      const disk = new PowerDisk();
      const { store, adapter, clock } = await openStore(disk, 1 << 30);
      await store.put(numberedSave(1));
      disk.fault = (call, _number, path) =>
        call === 'open' && path.endsWith('.new') ? 'ENOSPC' : null;
      for (let times = 0; times < 5; times += 1) {
        await expect(adapter.compact()).rejects.toMatchObject({ code: 'ENOSPC' });
        await clock.pass(10 * MINUTE);
      }
      disk.fault = () => null;
      await removedByHand(disk, storePath('outbox-000001.journal'));
      await store.put(numberedSave(2));
      await store.tidy();
      expect((await openStore(disk.afterCut())).saves).toHaveLength(2);
    });

    test.each(['tidying', 'end'])(
      'is made with the next %s, whatever old files cannot be removed',
      async (when) => {
        const disk = new PowerDisk();
        const { store, adapter } = await openStore(disk, 1 << 30);
        disk.fault = (call, _number, path) =>
          call === 'remove' && /\.(?:journal|snapshot)$/.test(path) ? 'EPERM' : null;
        await store.put(numberedSave(1));
        await adapter.compact();
        await adapter.compact();
        expect(await adapter.compact(), 'two generations are left').toBe(false);
        for (const path of filesOn(disk).keys())
          if (path.includes('000003')) await removedByHand(disk, path);
        await store.put(numberedSave(2));
        await (when === 'end' ? store.close() : store.tidy());
        expect((await openStore(disk.afterCut())).saves).toHaveLength(2);
      },
    );
  });
});
