import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const ok = { ok: true };
const JOURNAL = storePath('outbox-000001.journal');
const NEXT = storePath('outbox-000002.journal');
const SNAPSHOT = storePath('outbox-000002.snapshot');
const MINUTE = 60_000;

const open = (disk: PowerDisk) => openStore(disk, 1 << 30, 4_096);
type Opened = Awaited<ReturnType<typeof open>>;

const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

/** A disk that keeps nothing of what was not flushed when the power goes. */
const strictDisk = () => new PowerDisk(() => 0.9);

/** The disk does this to no file any more, or not to this one. */
function refuse(disk: PowerDisk, refused: string, only = '', code = 'EIO'): void {
  disk.fault = (call, _number, path) => (call === refused && path.endsWith(only) ? code : null);
}

const nothingAils = (disk: PowerDisk) => {
  disk.fault = () => null;
};

/**
 * A save that the disk has refused: its line was written, was not flushed, and was not cleaned away before the program
 * ended, so that the next start reads it. `first`: what has happened to the store before.
 */
async function refusedLine(disk: PowerDisk, first: (opened: Opened) => Promise<unknown>) {
  const opened = await open(disk);
  await opened.store.put(numberedSave(1));
  await first(opened);
  refuse(disk, 'datasync');
  expect(await opened.store.put(numberedSave(2))).toMatchObject({ ok: false });
  refuse(disk, 'open');
  await opened.store.close();
  nothingAils(disk);
}

/** A compaction that fails leaves a journal of nothing but zeros. */
const leavesZeros = (disk: PowerDisk) => async (opened: Opened) => {
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : call === 'remove' ? 'EPERM' : null);
  await expect(opened.adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
};

/** One that fails later leaves a journal with its first line. */
const leavesFirstLine = (disk: PowerDisk) => async (opened: Opened) => {
  disk.fault = (call, _number, path) =>
    path.endsWith('.new') ? 'EIO' : call === 'remove' ? 'EPERM' : null;
  await expect(opened.adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
};

const leavesNothing = () => async () => undefined;

describe.each([
  ['of zeros', leavesZeros],
  ['with its first line', leavesFirstLine],
])('a line that was read and never flushed, in front of a journal %s', (_which, leaves) => {
  test('story 1: what a start has found and confirmed is there after a power cut', async () => {
    const disk = strictDisk();
    await refusedLine(disk, leaves(disk));
    const found = await open(disk);
    expect(sequencesOf(found)).toEqual([1, 2]);
    expect(await found.store.confirm()).toEqual(ok);
    const again = await open(disk.afterCut());
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1, 2]);
  });

  test('is told to nobody as saved while it cannot be flushed, and its loss is none', async () => {
    const disk = strictDisk();
    await refusedLine(disk, leaves(disk));
    refuse(disk, 'datasync', JOURNAL);
    const { store } = await open(disk);
    expect(store.problems()).toEqual([{ code: 'store.write-failed', detail: 'EIO' }]);
    expect(await store.confirm()).toMatchObject({ ok: false, detail: 'EIO' });
    expect(await store.put(numberedSave(3))).toMatchObject({ ok: false, detail: 'EIO' });
    const again = await open(disk.afterCut());
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1]);
  });

  test('is flushed as soon as the disk lets it, and the till goes on', async () => {
    const disk = strictDisk();
    await refusedLine(disk, leaves(disk));
    refuse(disk, 'open', JOURNAL);
    const { store, clock } = await open(disk);
    nothingAils(disk);
    await clock.pass(MINUTE);
    expect(store.problems()).toEqual([]);
    expect(await store.put(numberedSave(3))).toEqual(ok);
    const again = await open(disk.afterCut());
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1, 2, 3]);
  });

  test('hinders the till no longer than until a snapshot has what it says', async () => {
    const disk = strictDisk();
    await refusedLine(disk, leaves(disk));
    refuse(disk, 'open', JOURNAL, 'EACCES');
    const { store, clock } = await open(disk);
    expect(await store.put(numberedSave(3))).toMatchObject({ ok: false, detail: 'EACCES' });
    await store.tidy();
    await clock.pass(MINUTE);
    expect(await store.put(numberedSave(4))).toEqual(ok);
    const again = await open(disk.afterCut());
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1, 2, 4]);
  });

  test('hinders no save where somebody has removed its journal meanwhile, and is written anew', async () => {
    const disk = strictDisk();
    await refusedLine(disk, leaves(disk));
    refuse(disk, 'open');
    const { store, clock } = await open(disk);
    nothingAils(disk);
    await disk.remove(JOURNAL);
    await clock.pass(MINUTE);
    expect(await store.put(numberedSave(3))).toEqual(ok);
    await store.tidy();
    expect(sequencesOf(await open(disk.afterCut()))).toEqual([1, 2, 3]);
  });
});

test('a journal that the disk did not let be opened is flushed before the next one counts on its lines', async () => {
  const disk = strictDisk();
  await refusedLine(disk, leavesNothing());
  refuse(disk, 'open', JOURNAL);
  const { adapter } = await open(disk);
  disk.fault = (call, _number, path) =>
    call === 'remove' ? 'EPERM' : call === 'datasync' && path === JOURNAL ? 'EIO' : null;
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  expect(disk.contents().has(NEXT)).toBe(false);
  const again = await open(disk.afterCut());
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1]);
});

test('and so is one that has a snapshot in front of it since', async () => {
  const disk = strictDisk();
  const before = await open(disk);
  await before.store.put(numberedSave(1));
  refuse(disk, 'rename');
  await expect(before.adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  refuse(disk, 'datasync');
  expect(await before.store.put(numberedSave(2))).toMatchObject({ ok: false });
  refuse(disk, 'open');
  await before.store.close();
  refuse(disk, 'open', '.journal');
  const { store, adapter } = await open(disk);
  await store.tidy();
  expect(disk.contents().has(SNAPSHOT)).toBe(true);
  disk.fault = (call, _number, path) =>
    call === 'remove' ? 'EPERM' : call === 'datasync' && path === NEXT ? 'EIO' : null;
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  const again = await open(disk.afterCut());
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1, 2]);
});

test('the journal that goes on is opened once, and flushed by that', async () => {
  const disk = strictDisk();
  await refusedLine(disk, leavesNothing());
  let opened = 0;
  disk.fault = (call, _number, path) => {
    if (call === 'open' && path === JOURNAL) opened += 1;
    return null;
  };
  const { store, adapter } = await open(disk);
  expect(await store.confirm()).toEqual(ok);
  await adapter.compact();
  expect(opened).toBe(1);
});

test('what a start has read is flushed once, and every file closed again', async () => {
  const disk = strictDisk();
  await refusedLine(disk, leavesFirstLine(disk));
  const calls: string[] = [];
  let isNextRefused = false;
  disk.fault = (call, _number, path) => {
    if (path === JOURNAL && ['open', 'write', 'datasync', 'close'].includes(call)) calls.push(call);
    return isNextRefused && call === 'datasync' && path === NEXT ? 'EIO' : null;
  };
  const { store } = await open(disk);
  isNextRefused = true;
  expect(await store.put(numberedSave(3))).toMatchObject({ ok: false });
  isNextRefused = false;
  expect(await store.put(numberedSave(4))).toEqual(ok);
  expect(calls).toEqual(['open', 'datasync', 'close']);
});
