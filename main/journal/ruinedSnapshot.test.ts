import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const SNAPSHOT = 'outbox-000002.snapshot';
const numbers = (saves: readonly { sequence: number }[]) => saves.map(({ sequence }) => sequence);

/** The files of a store of three saves. */
async function storedFiles(): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await store.close();
  return disk.contents();
}

describe('a snapshot in which something is unreadable', () => {
  test.each([
    ['empty', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(4_096)],
    ['not ours', Buffer.from('not ours')],
  ])('(%s) takes nothing away while everything stands in front of it', async (_, content) => {
    const disk = PowerDisk.of((await storedFiles()).set(storePath(SNAPSHOT), content));
    const { saves, warnings, store } = await openStore(disk);
    expect(numbers(saves)).toEqual([1, 2, 3]);
    expect(warnings).toEqual([{ code: 'store.torn-tail', detail: `${SNAPSHOT}: 0` }]);
    expect(await store.put(numberedSave(4))).toEqual({ ok: true });
    await store.tidy();
    await store.close();
    const again = await openStore(disk);
    expect(numbers(again.saves)).toEqual([1, 2, 3, 4]);
    expect(again.warnings).toEqual([]);
  });

  test('is made anew when a crash has left the files in front of it', async () => {
    const before = await storedFiles();
    const disk = PowerDisk.of(before);
    const { adapter, store } = await openStore(disk);
    await adapter.compact();
    await store.put(numberedSave(4));
    await store.close();
    const files = new Map([...before, ...disk.contents()]);
    const snapshot = Buffer.from(files.get(storePath(SNAPSHOT)) ?? '');
    snapshot[200] = 0x21;
    const crashed = PowerDisk.of(files.set(storePath(SNAPSHOT), snapshot));
    const { saves } = await openStore(crashed);
    expect(numbers(saves)).toEqual([1, 2, 3, 4]);
    expect(crashed.contents().has(storePath('outbox-000001.journal'))).toBe(false);
    expect((await openStore(crashed)).warnings).toEqual([]);
  });

  test('brings back nothing of older files that do not reach it, but keeps copies of them', async () => {
    const before = await storedFiles();
    const disk = PowerDisk.of(before);
    const { adapter, store } = await openStore(disk);
    await store.erase([numberedSave(1).requestId]);
    await adapter.compact();
    await store.close();
    const files = new Map([...before, ...disk.contents()]).set(
      storePath(SNAPSHOT),
      Buffer.alloc(0),
    );
    const ruined = PowerDisk.of(files);
    const { saves, warnings } = await openStore(ruined);
    expect(saves).toEqual([]);
    expect(warnings).toContainEqual({ code: 'store.lines-lost', detail: `${SNAPSHOT}: 0` });
    const names = [...ruined.contents().keys()];
    expect(names.some((name) => name.includes('outbox-000001.journal.unreadable'))).toBe(true);
  });

  test('is told and made anew also where only one spot between its lines is unreadable and no line is gone', async () => {
    const disk = PowerDisk.of(await storedFiles());
    const { adapter, store } = await openStore(disk);
    await adapter.compact();
    await store.close();
    const whole = disk.contents().get(storePath(SNAPSHOT)) ?? Buffer.alloc(0);
    const between = whole.indexOf(0x1e, 1);
    const parts = [whole.subarray(0, between), Buffer.from('?'), whole.subarray(between)];
    const spoiled = PowerDisk.of(disk.contents().set(storePath(SNAPSHOT), Buffer.concat(parts)));
    const { saves, warnings } = await openStore(spoiled);
    expect(numbers(saves)).toEqual([1, 2, 3]);
    expect(warnings).toEqual([{ code: 'store.lines-lost', detail: `${SNAPSHOT}: 0` }]);
    expect((await openStore(spoiled)).warnings).toEqual([]);
  });
});
