import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const ok = { ok: true };
const MINUTE = 60_000;

/** A store of five saves, closed in order, as the files that it left. */
async function storedFiles(): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk, 1 << 30, 4_096);
  for (let sequence = 1; sequence <= 5; sequence += 1) await store.put(numberedSave(sequence));
  await store.close();
  return disk.contents();
}

const open = (disk: PowerDisk, clock?: VirtualClock) => openStore(disk, 1 << 30, 4_096, clock);
const isReading = (call: string) => ['read', 'list', 'close'].includes(call);

describe('a disk that takes no changes at the start', () => {
  test.each([
    ['EROFS', 'store.read-only'],
    ['EACCES', 'store.read-only'],
    ['EPERM', 'store.read-only'],
    ['ENOSPC', 'store.disk-full'],
    ['EIO', 'store.write-failed'],
  ])(
    'story 13: %s: the till shows what is there, says why nothing can be saved, and goes on by itself',
    async (code, warning) => {
      const files = await storedFiles();
      const disk = PowerDisk.of(files);
      disk.fault = (call) => (isReading(call) ? null : code);
      const clock = new VirtualClock();
      const { store, saves, warnings } = await open(disk, clock);
      expect(saves).toHaveLength(5);
      expect(warnings).toEqual([]);
      expect(store.problems()).toEqual([{ code: warning, detail: code }]);
      expect(await store.put(numberedSave(6))).toMatchObject({ ok: false, detail: code });
      await clock.pass(10 * MINUTE);
      expect(disk.contents()).toEqual(files);
      disk.fault = () => null;
      await clock.pass(MINUTE);
      expect(store.problems()).toEqual([]);
      expect(await store.put(numberedSave(7))).toEqual(ok);
      await store.close();
      const again = await open(disk);
      expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 7]);
      expect(again.warnings).toEqual([]);
    },
  );

  test('story 13: a full disk at the start: the space that is left is used, and a new till waits for some', async () => {
    const disk = PowerDisk.of(await storedFiles());
    disk.capacity = disk.used;
    const { store } = await open(disk);
    expect(await store.put(numberedSave(6))).toEqual(ok);
    const empty = new PowerDisk();
    empty.capacity = 0;
    const clock = new VirtualClock();
    const fresh = await open(empty, clock);
    expect(fresh.store.problems()).toEqual([{ code: 'store.disk-full', detail: 'ENOSPC' }]);
    empty.capacity = 100_000;
    await clock.pass(MINUTE);
    expect(fresh.store.problems()).toEqual([]);
    expect(await fresh.store.put(numberedSave(1))).toEqual(ok);
  });

  test('story 13: a new till uses what little space there is, and fills ahead as soon as there is more', async () => {
    const disk = new PowerDisk();
    disk.capacity = 4_116;
    const { store, adapter } = await open(disk);
    expect(await store.put(numberedSave(1))).toEqual(ok);
    expect(store.problems()).toEqual([{ code: 'store.space-low', detail: 'ENOSPC' }]);
    disk.capacity = 10_000_000;
    const before = disk.used;
    await adapter.tidy();
    expect(store.problems()).toEqual([]);
    expect(disk.used).toBeGreaterThan(before);
  });

  test('a fault of the program is thrown, and taken for no refusal of the disk', async () => {
    const disk = new PowerDisk();
    disk.fault = (call) => {
      if (call === 'write') throw new TypeError('a bug');
      return null;
    };
    await expect(open(disk)).rejects.toThrow('a bug');
  });

  test('what is owed since the start is done once the disk takes changes', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await open(disk);
    await store.put(numberedSave(1));
    await store.put({ ...numberedSave(1), sealedBody: null });
    await store.close();
    disk.fault = (call) => (isReading(call) ? null : 'EROFS');
    const clock = new VirtualClock();
    const again = await open(disk, clock);
    await again.adapter.tidy();
    disk.fault = () => null;
    await clock.pass(MINUTE);
    await again.adapter.tidy();
    const bytes = Buffer.concat([...disk.contents().values()]).toString('latin1');
    expect(bytes).not.toContain(numberedSave(1).sealedBody);
    await adapter.close();
  });
});

describe('a store that cannot be read now', () => {
  test.each([
    ['the folder', (call: string) => call === 'list'],
    ['a journal', (call: string, path: string) => call === 'read' && path.endsWith('.journal')],
  ])(
    'story 13: %s: is never taken for an empty or a damaged one, and not a byte is written',
    async (_what, isRefused) => {
      const files = await storedFiles();
      for (const code of ['EACCES', 'EBUSY', 'EIO']) {
        const disk = PowerDisk.of(files);
        disk.fault = (call, _number, path) => (isRefused(call, path) ? code : null);
        await expect(open(disk)).rejects.toMatchObject({ code });
        expect(disk.contents()).toEqual(files);
        disk.fault = () => null;
        const { saves, warnings } = await open(disk);
        expect(saves).toHaveLength(5);
        expect(warnings).toEqual([]);
      }
    },
  );

  test('story 13: one that a virus scanner holds for a moment, at any call of the start, opens as ever', async () => {
    const files = await storedFiles();
    for (const code of ['EBUSY', 'EPERM', 'EACCES']) {
      for (let held = 1; held < 40; held += 1) {
        const disk = PowerDisk.of(files);
        let left = 3;
        disk.fault = (call, number) => {
          if (number < held || left === 0) return null;
          if (!['open', 'read', 'list', 'rename', 'remove', 'flushFolder'].includes(call)) {
            return null;
          }
          left -= 1;
          return code;
        };
        const { store, saves, warnings, adapter } = await open(disk);
        expect(saves).toHaveLength(5);
        expect([...warnings, ...store.problems()]).toEqual([]);
        expect(await store.put(numberedSave(6))).toEqual(ok);
        expect(await adapter.compact()).toBe(true);
        expect(store.problems()).toEqual([]);
      }
    }
  });
});

describe('damage that the start has told', () => {
  /** A journal with one bad line in its middle. */
  async function damagedFiles(): Promise<PowerDisk> {
    const files = await storedFiles();
    const bytes = Buffer.from(files.get(storePath('outbox-000001.journal')) ?? '');
    bytes.write('x', bytes.indexOf(numberedSave(3).requestId));
    return PowerDisk.of(new Map([...files, [storePath('outbox-000001.journal'), bytes]]));
  }

  test('refuses nothing afterwards, though the compaction at the start and a flush have failed', async () => {
    const disk = await damagedFiles();
    const isSecond = (path: string) => /000002|unreadable/.test(path);
    disk.fault = (call, _number, path) => (call === 'open' && isSecond(path) ? 'EIO' : null);
    const { store, saves, warnings, adapter, clock } = await open(disk);
    expect(saves).toHaveLength(4);
    expect(warnings).toEqual([{ code: 'store.lines-lost', detail: 'outbox-000001.journal: 1' }]);
    disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
    expect(await store.put(numberedSave(6))).toMatchObject({ ok: false });
    disk.fault = () => null;
    expect(await store.put(numberedSave(7))).toEqual(ok);
    expect(store.problems()).toEqual([{ code: 'store.tidy-failed', detail: 'EIO' }]);
    await clock.pass(10 * MINUTE);
    await adapter.tidy();
    expect(store.problems()).toEqual([]);
    await store.close();
    const again = await open(disk);
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 2, 4, 5, 7]);
    expect(again.warnings).toEqual([]);
  });

  test('leaves one copy as evidence, however often the till is started, and no half one', async () => {
    const disk = await damagedFiles();
    const copies = () => [...disk.contents().keys()].filter((path) => path.includes('unreadable'));
    disk.fault = (call, _number, path) =>
      call === 'write' && /000002|unreadable/.test(path) ? 'ENOSPC' : null;
    await (await open(disk)).store.close();
    expect(copies()).toEqual([]);
    disk.fault = (call, _number, path) => (call === 'write' && /000002/.test(path) ? 'EIO' : null);
    for (let start = 1; start <= 5; start += 1) await (await open(disk)).store.close();
    expect(copies()).toHaveLength(1);
  });
});

test('acknowledged lines that do not read back are written anew from memory, and the till goes on', async () => {
  const disk = PowerDisk.of(await storedFiles());
  const { store, clock } = await open(disk);
  expect(await store.put(numberedSave(6))).toEqual(ok);
  // The disk loses what it had flushed, and says so with an error at the next flush.
  const journal = await disk.open(storePath('outbox-000001.journal'), 'existing');
  const bytes = disk.contents().get(storePath('outbox-000001.journal')) ?? Buffer.alloc(0);
  await journal.write(Buffer.alloc(200), bytes.indexOf(numberedSave(6).requestId));
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
  expect(await store.put(numberedSave(7))).toMatchObject({ ok: false });
  disk.fault = () => null;
  expect(await store.put(numberedSave(8))).toMatchObject({ ok: false });
  await clock.pass(MINUTE);
  expect(await store.put(numberedSave(9))).toEqual(ok);
  expect(store.problems()).toEqual([]);
  await store.close();
  const again = await open(disk);
  expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 9]);
  expect(again.warnings).toEqual([]);
});
