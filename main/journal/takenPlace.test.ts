import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOfQueue,
  numberedSave,
  openStore,
  putFiles,
  storePath,
} from '../../testing/tills/journalHarness.ts';

const OURS = storePath('outbox-000001.journal');
const TIME = '.unreadable-2026-11-24T00-00-00-000Z';
const FIFTY = Array.from({ length: 50 }, (_, at) => at + 1);

const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

/** A till that was started on this disk while it was full. */
async function startedFull(disk: PowerDisk) {
  const { capacity } = disk;
  disk.capacity = disk.used;
  const opened = await openStore(disk);
  return { ...opened, hasSpace: () => (disk.capacity = capacity) };
}

/** A till to which the disk has refused the last save. */
async function refusedOne(disk: PowerDisk) {
  const opened = await openStore(disk);
  await opened.store.put(numberedSave(101));
  disk.fault = (call) => (call === 'write' ? 'ENOSPC' : null);
  expect(await opened.store.put(numberedSave(102))).toMatchObject({ ok: false });
  return { ...opened, hasSpace: () => (disk.fault = () => null) };
}

/** A till that was started on a disk which took no changes. */
async function startedReadOnly(disk: PowerDisk) {
  const before = await openStore(disk);
  await before.store.put(numberedSave(101));
  await before.store.close();
  disk.fault = (call) => (call === 'open' ? 'EROFS' : null);
  const opened = await openStore(disk);
  return { ...opened, hasSpace: () => (disk.fault = () => null) };
}

describe('the journal of another queue that is put in the place of ours', () => {
  test.each([
    ['that a full disk did not let be made', startedFull, [103]],
    ['that has refused a save', refusedOne, [101, 103]],
    ['that a disk which took no changes did not let be opened', startedReadOnly, [101, 103]],
  ])('%s is not written over: it is set aside, and ours goes on', async (_name, start, kept) => {
    const theirs = await filesOfQueue(FIFTY, 0);
    const disk = new PowerDisk();
    const { store, clock, hasSpace } = await start(disk);
    hasSpace();
    await putFiles(disk, theirs);
    await clock.pass(60_000);
    await expect.poll(() => store.put(numberedSave(103))).toEqual({ ok: true });
    await store.tidy();
    await store.close();
    expect(disk.contents().get(OURS + TIME)).toEqual(theirs.get(OURS));
    const again = await openStore(disk.afterCut());
    expect(sequencesOf(again)).toEqual(kept);
  });

  test('and cannot be renamed either stays as it is: ours takes another number', async () => {
    const theirs = await filesOfQueue(FIFTY, 0);
    const disk = new PowerDisk();
    const { store, hasSpace } = await startedFull(disk);
    hasSpace();
    await putFiles(disk, theirs);
    disk.fault = (call, _number, path) => (call === 'rename' && path === OURS ? 'EBUSY' : null);
    await expect.poll(() => store.put(numberedSave(103))).toEqual({ ok: true });
    await store.close();
    expect(disk.contents().get(OURS)).toEqual(theirs.get(OURS));
    expect(sequencesOf(await openStore(disk.afterCut()))).toEqual([103]);
  });
});

test('a journal that is deleted after the disk has refused a save is written anew at once, not with the next tidying', async () => {
  const disk = new PowerDisk();
  const { store, clock, hasSpace } = await refusedOne(disk);
  hasSpace();
  await disk.remove(OURS);
  await disk.flushFolder('/data/till');
  await clock.pass(60_000);
  await expect.poll(() => store.put(numberedSave(103))).toEqual({ ok: true });
  expect(sequencesOf(await openStore(disk.afterCut()))).toEqual([101, 103]);
});

test('a journal is never made over a file that has its name', async () => {
  const disk = new PowerDisk();
  await putFiles(disk, new Map([['/f/a', Buffer.from('a')]]));
  await expect(disk.open('/f/a', 'new')).rejects.toMatchObject({ code: 'EEXIST' });
});

test('a journal of ours that has its name and not one byte, and cannot be removed, refuses no save', async () => {
  const disk = new PowerDisk();
  await putFiles(disk, new Map([[OURS, Buffer.alloc(0)]]));
  disk.fault = (call) => (call === 'remove' ? 'EPERM' : null);
  const { store } = await openStore(disk);
  expect(await store.put(numberedSave(103))).toEqual({ ok: true });
  expect(sequencesOf(await openStore(disk.afterCut()))).toEqual([103]);
});
