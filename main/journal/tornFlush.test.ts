import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { JournalAdapter } from './journalAdapter.ts';
import { encodeLine } from './journalLine.ts';
import { encodePut } from './saveCodec.ts';

const ok = { ok: true };
const JOURNAL = storePath('outbox-000001.journal');
const NEXT = storePath('outbox-000002.journal');
const torn = [{ code: 'store.torn-tail', detail: 'outbox-000001.journal: 0' }];

const open = (disk: PowerDisk) => openStore(disk, 1 << 30, 4_096);

const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

const journalOn = (disk: PowerDisk) => disk.contents().get(JOURNAL) ?? Buffer.alloc(0);

/** Where the line of this save stands: its first byte, and the one behind its line feed. */
function placeOf(bytes: Buffer, sequence: number): { from: number; to: number } {
  const at = bytes.indexOf(numberedSave(sequence).requestId);
  return { from: bytes.lastIndexOf('\x1e', at), to: bytes.indexOf('\n', at) + 1 };
}

/** What the power has left of the lines of these saves, which were flushed together with the others behind the first one. */
type Tearing = (bytes: Buffer, sequence: number) => void;

const toNothing: Tearing = (bytes, sequence) => {
  const { from, to } = placeOf(bytes, sequence);
  bytes.fill(0, from, to - 1);
};

const inItsMiddle: Tearing = (bytes, sequence) => {
  const { from } = placeOf(bytes, sequence);
  bytes.fill(0, from + 60, from + 160);
};

const withBothEnds: Tearing = (bytes, sequence) => {
  const { from, to } = placeOf(bytes, sequence);
  bytes.fill(0, from, to);
};

/**
 * A store of one save, after a power cut in the flush of four more, of which these were torn; none of the four was ever
 * acknowledged. No byte is free on the disk.
 */
async function tornStore(sequences: number[], tear: Tearing): Promise<PowerDisk> {
  const disk = new PowerDisk();
  const { store } = await open(disk);
  await store.put(numberedSave(1));
  const before = disk.contents();
  await Promise.all([2, 3, 4, 5].map((sequence) => store.put(numberedSave(sequence))));
  const bytes = Buffer.from(journalOn(disk));
  for (const sequence of sequences) tear(bytes, sequence);
  const cut = PowerDisk.of(new Map([...before, [JOURNAL, bytes]]));
  cut.capacity = cut.used;
  return cut;
}

describe.each([
  ['the first line', [2]],
  ['one in the middle', [3]],
  ['two beside each other', [2, 3]],
  ['two apart', [2, 4]],
  ['three beside each other', [2, 3, 4]],
])('a power cut has torn %s of a flush, and left one behind it', (_which, missing) => {
  const left = [1, 2, 3, 4, 5].filter((sequence) => !missing.includes(sequence));

  test.each([
    ['nothing', toNothing],
    ['its ends', inItsMiddle],
    ['not even a line feed', withBothEnds],
  ])(
    'and the disk is full: of a line that has %s left, never acknowledged, no loss is told after the till went on',
    async (_what, tear) => {
      const disk = await tornStore(missing, tear);
      const found = await open(disk);
      expect(found.warnings).toEqual(torn);
      expect(sequencesOf(found)).toEqual(left);
      expect(await found.store.put(numberedSave(6))).toEqual(ok);
      expect(await found.store.put(numberedSave(7))).toEqual(ok);
      await found.store.close();
      const again = await open(disk);
      expect(again.warnings).toEqual([]);
      expect(sequencesOf(again)).toEqual([...left, 6, 7]);
      expect(again.lastSequence).toBe(7);
    },
  );
});

test('not a byte of a line that was left is written over, and the journal is as long as it was', async () => {
  const disk = await tornStore([2, 3], toNothing);
  const before = journalOn(disk);
  await open(disk);
  const after = journalOn(disk);
  const gapFrom = placeOf(before, 1).to;
  const gapTo = placeOf(before, 4).from;
  expect(after.subarray(0, gapFrom)).toEqual(before.subarray(0, gapFrom));
  expect(after.subarray(gapTo)).toEqual(before.subarray(gapTo));
  expect(after.subarray(gapFrom, gapTo)).not.toEqual(before.subarray(gapFrom, gapTo));
});

test('the power goes again while the gap is filled: nothing stands behind it yet, and the next start fills it', async () => {
  for (let calls = 1; calls < 60; calls += 1) {
    const disk = await tornStore([2, 3, 4], toNothing);
    // Not even an empty journal behind it, which would need space for its first line.
    disk.fault = (call, _number, path) => (call === 'open' && path === NEXT ? 'ENOSPC' : null);
    disk.cutAt = disk.calls + calls;
    void open(disk).catch(() => undefined);
    for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const cut = disk.afterCut();
    cut.capacity = cut.used;
    const found = await open(cut);
    expect(sequencesOf(found)).toEqual([1, 5]);
    expect(await found.store.put(numberedSave(6))).toEqual(ok);
    const again = await open(cut.afterCut());
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1, 5, 6]);
  }
});

test('a disk that does not let the gap be filled takes no save: it would stand behind a gap', async () => {
  const disk = await tornStore([3], toNothing);
  disk.fault = (call) => (call === 'write' ? 'EIO' : null);
  const found = await open(disk);
  expect(found.store.problems()).toEqual([{ code: 'store.write-failed', detail: 'EIO' }]);
  expect(await found.store.put(numberedSave(6))).toMatchObject({ ok: false, detail: 'EIO' });
  disk.fault = () => null;
  expect(await found.store.put(numberedSave(7))).toEqual(ok);
  await found.store.close();
  const again = await open(disk);
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1, 2, 4, 5, 7]);
});

test('the gap in a journal that is followed by another one is filled before that is begun', async () => {
  const disk = await tornStore([3], toNothing);
  const files = new Map([...disk.contents(), [NEXT, Buffer.alloc(4_096)]]);
  const followed = PowerDisk.of(files);
  followed.fault = (call, _number, path) =>
    call === 'remove' ? 'EPERM' : path.endsWith('.new') ? 'ENOSPC' : null;
  const found = await open(followed);
  expect(found.warnings).toEqual(torn);
  expect(await found.store.put(numberedSave(6))).toEqual(ok);
  await found.store.close();
  const again = await open(followed);
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1, 2, 4, 5, 6]);
});

test('a gap in front of a journal that has taken changes is none that was torn, and stays as it is', async () => {
  const disk = await tornStore([], toNothing);
  disk.capacity = Number.POSITIVE_INFINITY;
  // Another journal is begun, and no snapshot of this one comes to its name.
  disk.fault = (call) => (call === 'rename' ? 'EIO' : null);
  const { store, adapter } = await open(disk);
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  await store.put(numberedSave(6));
  const bytes = Buffer.from(journalOn(disk));
  toNothing(bytes, 3);
  const damaged = PowerDisk.of(new Map([...disk.contents(), [JOURNAL, bytes]]));
  await damaged.remove(watermarkPath);
  damaged.capacity = damaged.used;
  const found = await open(damaged);
  expect(sequencesOf(found)).toEqual([1, 2, 4, 5, 6]);
  expect(await found.store.put(numberedSave(7))).toEqual(ok);
  expect(journalOn(damaged)).toEqual(bytes);
});

test('a line that the second place knows of is lost, is told at each start, and stays as it is', async () => {
  const disk = await tornStore([3], toNothing);
  const witness = new PowerDisk();
  const other = await open(witness);
  for (const sequence of [1, 2, 3, 4, 5]) await other.store.put(numberedSave(sequence));
  await other.store.close();
  const mark = witness.contents().get(watermarkPath) ?? Buffer.alloc(0);
  const known = PowerDisk.of(new Map([...disk.contents(), [watermarkPath, mark]]));
  known.capacity = known.used;
  const before = journalOn(known);
  const lost = [{ code: 'store.lines-lost', detail: 'outbox-000001.journal: 1' }];
  const found = await open(known);
  expect(found.warnings).toEqual(lost);
  await found.store.close();
  expect(journalOn(known).subarray(0, before.length)).toEqual(before);
  expect((await open(known)).warnings).toEqual(lost);
});

describe('what is not sure to be a torn line stays as it is', () => {
  /** Starts on a disk that has space for no other file, takes a save, and gives what has become of this journal. */
  async function wentOn(disk: PowerDisk, bytes: Buffer) {
    const changed = PowerDisk.of(new Map([...disk.contents(), [JOURNAL, bytes]]));
    changed.fault = (call, _number, path) =>
      call === 'open' && path !== JOURNAL && path !== watermarkPath ? 'ENOSPC' : null;
    const found = await open(changed);
    expect(await found.store.put(numberedSave(6))).toEqual(ok);
    return { found, after: journalOn(changed).subarray(0, placeOf(bytes, 5).to) };
  }

  test('beside damage that is told as such', async () => {
    const disk = await tornStore([1, 3], toNothing);
    const bytes = journalOn(disk);
    const { found, after } = await wentOn(disk, bytes);
    expect(found.warnings).toMatchObject([{ code: 'store.lines-lost' }, torn[0]]);
    expect(after).toEqual(bytes.subarray(0, after.length));
  });

  test('where a line was cut out, and another one is torn', async () => {
    const disk = await tornStore([4], toNothing);
    const whole = journalOn(disk);
    const { from, to } = placeOf(whole, 2);
    const bytes = Buffer.concat([whole.subarray(0, from), whole.subarray(to)]);
    const { found, after } = await wentOn(disk, bytes);
    expect(found.warnings).toEqual(torn);
    expect(after).toEqual(bytes.subarray(0, after.length));
  });

  test.each([
    ['the one that is missing needs', 3],
    ['as many as are missing need', 1_000_000_000],
  ])('where its place is smaller than %s', async (_what, number) => {
    const disk = await tornStore([], toNothing);
    const whole = journalOn(disk);
    const { to } = placeOf(whole, 1);
    const line = encodeLine(encodePut(number, numberedSave(5), false));
    const parts = [whole.subarray(0, to), Buffer.from('\x1e12 odd\n'), Buffer.from(line)];
    const bytes = Buffer.concat([...parts, Buffer.alloc(4_096)]);
    const { found, after } = await wentOn(disk, bytes);
    expect(found.warnings).toEqual(torn);
    expect(after).toEqual(bytes.subarray(0, after.length));
  });

  test('in a journal without its first line', async () => {
    const disk = new PowerDisk();
    const { store } = await open(disk);
    await Promise.all([1, 5, 2].map((sequence) => store.put(numberedSave(sequence))));
    const bytes = journalOn(disk);
    bytes.fill(0, 0, placeOf(bytes, 1).to - 1);
    bytes.fill(0, placeOf(bytes, 2).from + 100);
    const { after } = await wentOn(disk, bytes);
    expect(after).toEqual(bytes.subarray(0, after.length));
  });
});

test('a journal whose gap was filled is ours as before, also where its number changes by itself', async () => {
  const disk = await tornStore([3], toNothing);
  const followed = PowerDisk.of(new Map([...disk.contents(), [NEXT, Buffer.alloc(4_096)]]));
  followed.fault = (call, _number, path) =>
    call === 'remove' ? 'EPERM' : path.endsWith('.new') ? 'ENOSPC' : null;
  const identify = followed.identify.bind(followed);
  let asked = 0;
  followed.identify = async (path) => {
    asked += 1;
    return (await identify(path)) && `${asked}`;
  };
  const { store, clock } = await open(followed);
  expect(await store.put(numberedSave(6))).toEqual(ok);
  followed.fault = () => null;
  await clock.pass(10 * 60_000);
  await store.tidy();
  expect(store.problems(), 'it was removed, and not set aside').toEqual([]);
});

test('nothing is written into a journal that another program may still write into', async () => {
  const disk = await tornStore([3], toNothing);
  disk.capacity = Number.POSITIVE_INFINITY;
  disk.fault = (_call, _number, path) => (path.endsWith('.new') ? 'ENOSPC' : null);
  const before = journalOn(disk);
  const options = { disk, folder: dirname(JOURNAL), watermarkPath, now: () => 1 };
  const adapter = new JournalAdapter({ ...options, isFromElsewhere: true });
  await adapter.read();
  expect(disk.contents().has(NEXT)).toBe(true);
  expect(journalOn(disk)).toEqual(before);
  await adapter.close();
});

test('nothing is written into another file that has taken the place of the journal', async () => {
  const disk = await tornStore([3], toNothing);
  const files = new Map([...disk.contents(), [NEXT, Buffer.alloc(4_096)]]);
  const followed = PowerDisk.of(files);
  followed.fault = (call) => (call === 'datasync' ? 'EIO' : null);
  const { store } = await open(followed);
  followed.fault = () => null;
  const other = Buffer.alloc(20_000, 'another one');
  await followed.remove(JOURNAL);
  const file = await followed.open(JOURNAL, 'new');
  await file.write(other, 0);
  expect(await store.put(numberedSave(6))).toEqual(ok);
  expect([...followed.contents().values()].some((bytes) => bytes.equals(other))).toBe(true);
});
