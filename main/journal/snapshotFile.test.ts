import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave } from '../../testing/tills/journalHarness.ts';
import { scanLines } from './journalLine.ts';
import { SnapshotFile } from './snapshotFile.ts';

const BESIDE = '/data/outbox-000002.snapshot.new';
const PATH = '/data/outbox-000002.snapshot';
const COUNTERS = { after: 7, lastSequence: 9 };

const mapOf = (saves: readonly Save[]) => new Map(saves.map((save) => [save.requestId, save]));
const numbered = (count: number, parts: Partial<Save> = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...numberedSave(index + 1), ...parts }));

async function written(saves: readonly Save[], count = saves.length) {
  const disk = new PowerDisk();
  const snapshot = await SnapshotFile.reserve(disk, '/data', 2, mapOf(saves));
  const reserved = disk.contents().get(BESIDE)?.length ?? 0;
  const size = await snapshot.finish({ ...COUNTERS, saves: mapOf(saves), count });
  return { disk, reserved, size, bytes: disk.contents().get(PATH) ?? Buffer.alloc(0) };
}

const long = 10_000;
const heldWith = (sealedWords: string): Partial<Save> => ({
  lastOutcome: { class: 'rejected', code: '15', subCode: 'isv.x', field: 'birthday' },
  sealedWords,
});

test.each<[string, Save[]]>([
  ['nothing', []],
  ['usual saves', numbered(300)],
  ['a long body', numbered(1, { sealedBody: 'x'.repeat(long) })],
  ['a long address', numbered(1, { app: 'x'.repeat(long) })],
  ['a long key', numbered(1, { identityKeys: ['x'.repeat(long)] })],
  ['many keys', numbered(1, { identityKeys: Array(2_000).fill('x') })],
  ['a long number', numbered(1, { masked: { mobile: '一'.repeat(long), name: '' } })],
  ['a long name', numbered(1, { masked: { mobile: '', name: '欧'.repeat(long) } })],
  ['long words of the gateway', numbered(1, heldWith('x'.repeat(long)))],
])('what is reserved is enough for %s, and hardly more', async (_what, saves) => {
  const { reserved, size } = await written(saves);
  expect(reserved).toBeGreaterThanOrEqual(size);
  expect(reserved).toBeLessThan(1.25 * size + 70 * saves.length + 700);
});

test('what is reserved for a key is what it takes', async () => {
  const { reserved, size } = await written(numbered(1, { identityKeys: Array(9_000).fill('x') }));
  expect(reserved).toBeGreaterThanOrEqual(size);
  expect(reserved).toBeLessThan(size + 1_000);
});

test('what is reserved for many saves is enough also where each has all that a save can have', async () => {
  const full: Partial<Save> = {
    ...heldWith('x'.repeat(400)),
    state: 'held',
    heldReason: 'late-import',
    customerId: '2088123456789012',
    correctionOf: 'f'.repeat(32),
    contentKey: 'x'.repeat(43),
    brandId: '2088123456789012',
    masked: { mobile: '138****8000', name: '欧阳**' },
    firstUnknownAt: 1_700_000_000_000,
    nextAttemptAt: 1_700_000_000_000,
    settledAt: 1_700_000_000_000,
    sentAt: 1_700_000_000_000,
    createdAt: 1_700_000_000_000,
    consent: { at: 1_700_000_000_000, noticeVersion: 'v3', operatorId: '1001', marketing: true },
    imported: { exportedAt: 1_700_000_000_000, before: 1_234, madeAt: 1_700_000_000_000 },
  };
  const { reserved, size } = await written(numbered(400, full));
  expect(reserved).toBeGreaterThanOrEqual(size);
  expect(reserved).toBeLessThan(1.3 * size);
});

test('while the space is estimated others have their turn as well, and not after every save', async () => {
  const saves = mapOf(numbered(11_000));
  let turns = 0;
  let timer = setImmediate(function next() {
    turns += 1;
    timer = setImmediate(next);
  });
  const disk = new PowerDisk();
  let turnsBefore = -1;
  disk.fault = (call) => {
    if (call === 'open') turnsBefore = turns;
    return null;
  };
  const snapshot = await SnapshotFile.reserve(disk, '/data', 2, saves);
  clearImmediate(timer);
  await snapshot.discard();
  expect(turnsBefore).toBeGreaterThanOrEqual(2);
  expect(turnsBefore).toBeLessThan(100);
});

test('it ends with its last line: nothing is left of the space that was too much', async () => {
  const { bytes, size, reserved } = await written(numbered(5));
  expect(bytes).toHaveLength(size);
  expect(reserved).toBeGreaterThan(size);
  expect(bytes[0]).toBe(0x1e);
  expect(bytes.at(-1)).toBe(0x0a);
  let lines = 0;
  expect(scanLines(bytes, () => (lines += 1))).toEqual({ end: size, damage: [] });
  expect(lines, 'with the first and the last').toBe(7);
});

test('it is on the disk with its name when it is finished, whatever the power does then', async () => {
  const { disk, bytes } = await written(numbered(20));
  expect(disk.afterCut().contents()).toEqual(new Map([[PATH, bytes]]));
});

test('saves that came later are not waited for: they stand in the journal', async () => {
  const { bytes } = await written(numbered(5), 3);
  expect(bytes.includes(numberedSave(3).requestId)).toBe(true);
  expect(bytes.includes(numberedSave(4).requestId)).toBe(false);
});

test('it is written in pieces, between which others have their turn', async () => {
  const saves = numbered(450);
  const disk = new PowerDisk();
  const snapshot = await SnapshotFile.reserve(disk, '/data', 2, mapOf(saves));
  let turns = 0;
  let timer = setImmediate(function next() {
    turns += 1;
    timer = setImmediate(next);
  });
  const turnsAtWrites: number[] = [];
  disk.fault = (call) => {
    if (call === 'write') turnsAtWrites.push(turns);
    return null;
  };
  await snapshot.finish({ ...COUNTERS, saves: mapOf(saves), count: 450 });
  clearImmediate(timer);
  expect(new Set(turnsAtWrites).size).toBeGreaterThanOrEqual(5);
  expect(turnsAtWrites.length).toBeLessThan(10);
});

test('no single flush has much to do, while it is reserved as while it is written', async () => {
  const saves = numbered(6_000);
  const disk = new PowerDisk();
  let since = 0;
  const flushed: number[] = [];
  let before = 0;
  disk.fault = (call) => {
    if (call === 'datasync') {
      since = disk.bytesWritten - before;
      before = disk.bytesWritten;
      flushed.push(since);
    }
    return null;
  };
  const snapshot = await SnapshotFile.reserve(disk, '/data', 2, mapOf(saves));
  const whileReserved = flushed.splice(0);
  await snapshot.finish({ ...COUNTERS, saves: mapOf(saves), count: saves.length });
  const most = 512 * 1024;
  for (const pieces of [whileReserved, flushed]) {
    const total = pieces.reduce((sum, bytes) => sum + bytes, 0);
    expect(total).toBeGreaterThan(4 * most);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(most + 64 * 1024);
    expect(pieces.length).toBeLessThanOrEqual(total / most + 2);
  }
  expect(Math.max(...whileReserved)).toBe(most);
});

test('what is reserved is really there before anything else is done, or nothing is', async () => {
  const disk = new PowerDisk();
  disk.fault = (call) => (call === 'datasync' ? 'ENOSPC' : null);
  const reserving = SnapshotFile.reserve(disk, '/data', 2, mapOf(numbered(3)));
  await expect(reserving).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(disk.contents()).toEqual(new Map());
});
