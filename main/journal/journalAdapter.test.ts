import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import type { Disk } from '../disk/disk.ts';
import { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import { JournalAdapter } from './journalAdapter.ts';
import { StoredMap } from './storedMap.ts';

const FIRST = storePath('outbox-000001.journal');
const filesOn = (disk: PowerDisk) =>
  [...disk.contents().keys()].filter((path) => path.includes('/outbox-'));

test('a day’s saves stand in one journal: it is not written anew while it is short', async () => {
  const disk = new PowerDisk();
  const adapter = new JournalAdapter({ disk, folder: '/data/till', watermarkPath, now: () => 9 });
  const store = new LowdbOutboxStore(adapter);
  await store.load();
  for (let sequence = 1; sequence <= 100; sequence += 1) await store.put(numberedSave(sequence));
  await store.close();
  expect(filesOn(disk)).toEqual([FIRST]);
  expect(disk.contents().get(FIRST)?.lastIndexOf('\n')).toBeGreaterThan(32 * 1024);
});

test('where nothing has changed nothing is asked of the disk, whether it takes changes or not', async () => {
  const disk = new PowerDisk();
  const { adapter, store } = await openStore(disk);
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
  expect(await store.put(numberedSave(1))).toMatchObject({ ok: false });
  const { calls } = disk;
  await adapter.write({ saves: new StoredMap(), lastSequence: 0 });
  expect(disk.calls).toBe(calls);
});

test('a start alone writes nothing anew, though something was erased before it: the first tidying does', async () => {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  await store.put(numberedSave(1));
  await store.put({ ...numberedSave(1), sealedBody: null });
  await store.close();
  const { adapter } = await openStore(disk);
  expect(filesOn(disk)).toEqual([FIRST]);
  await adapter.tidy();
  expect(filesOn(disk)).not.toContain(FIRST);
});

test('closing waits for what is being written: what is acknowledged then is there at the next start', async () => {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  const appended = [1, 2, 3].map((sequence) => store.put(numberedSave(sequence)));
  await store.close();
  expect(await Promise.all(appended)).toEqual([1, 2, 3].map(() => ({ ok: true })));
  expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(3);
});

test('a store that is closed while the disk refuses sets no alarm any more, and takes nothing', async () => {
  const clock = new VirtualClock();
  const alarms = new Set<number>();
  let count = 0;
  const counting = {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (milliseconds: number, callback: () => void) => {
      count += 1;
      const alarm = count;
      alarms.add(alarm);
      const cancel = clock.after(milliseconds, () => {
        alarms.delete(alarm);
        callback();
      });
      return () => {
        alarms.delete(alarm);
        cancel();
      };
    },
  };
  const disk = new PowerDisk();
  const options = { disk, folder: '/data/till', watermarkPath, now: () => 9, clock: counting };
  const adapter = new JournalAdapter(options);
  const store = new LowdbOutboxStore(adapter);
  await store.load();
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
  expect(await store.put(numberedSave(1))).toMatchObject({ ok: false });
  expect(alarms.size).toBe(1);
  await store.close();
  expect(alarms.size).toBe(0);
  expect(await adapter.compact()).toBe(false);
  expect(await store.put(numberedSave(2))).toMatchObject({ ok: false });
});

test('the process stands still for the flush of a lone save only, never for one of many', async () => {
  const disk = new PowerDisk();
  const mayBlock: boolean[] = [];
  const noting: Disk = {
    open: async (path, mode) => {
      const file = await disk.open(path, mode);
      return {
        ...file,
        writeDurably: (bytes, position, may) => {
          mayBlock.push(may);
          return file.writeDurably(bytes, position, may);
        },
      };
    },
    read: (path) => disk.read(path),
    identify: (path) => disk.identify(path),
    list: (folder) => disk.list(folder),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    flushFolder: (folder) => disk.flushFolder(folder),
  };
  const { store } = await openStore(noting);
  await store.put(numberedSave(1));
  expect(mayBlock).toEqual([true]);
  await Promise.all([2, 3, 4].map((sequence) => store.put(numberedSave(sequence))));
  expect(mayBlock.slice(1)).not.toContain(true);
});

test('whoever shows what hinders the store is called when a file cannot be removed', async () => {
  const disk = new PowerDisk();
  const told: string[] = [];
  const adapter = new JournalAdapter({
    disk,
    folder: '/data/till',
    watermarkPath,
    now: () => 9,
    onProblemsChanged: () => told.push(...adapter.problems.map(({ code }) => code)),
  });
  const store = new LowdbOutboxStore(adapter);
  await store.load();
  await store.put(numberedSave(1));
  expect(told).toEqual([]);
  disk.fault = (call) => (call === 'remove' ? 'EPERM' : null);
  await adapter.compact();
  expect(told).toContain(adapter.problems[0]?.code);
  await store.close();
});
