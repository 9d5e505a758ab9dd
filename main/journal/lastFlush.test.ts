import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { encodeLine } from './journalLine.ts';
import { WatermarkFile } from './watermark.ts';

const JOURNAL = 'outbox-000001.journal';
const torn = { code: 'store.torn-tail', detail: `${JOURNAL}: 0` };
const lost = (lines: number) => ({ code: 'store.lines-lost', detail: `${JOURNAL}: ${lines}` });

/** A journal of one save, and of five more that went with one flush. */
async function flushed(): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  await store.put(numberedSave(1));
  await Promise.all([2, 3, 4, 5, 6].map((sequence) => store.put(numberedSave(sequence))));
  await store.close();
  return disk.contents();
}

/** Makes the lines of these saves unreadable, or cuts them out. */
function without(files: Map<string, Buffer>, sequences: number[], how: 'damaged' | 'missing') {
  let bytes = Buffer.from(files.get(storePath(JOURNAL)) ?? '');
  for (const sequence of sequences) {
    const at = bytes.indexOf(numberedSave(sequence).requestId);
    if (how === 'damaged') bytes.fill(0, at, at + 20);
    else {
      const from = bytes.lastIndexOf('\x1e', at);
      const to = bytes.indexOf('\n', at) + 1;
      bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    }
  }
  return new Map([...files, [storePath(JOURNAL), bytes]]);
}

/** As if it were known of so many changes that they were acknowledged. */
async function acknowledged(files: Map<string, Buffer>, lastNumber: number): Promise<PowerDisk> {
  const disk = PowerDisk.of(new Map([...files].filter(([path]) => path !== watermarkPath)));
  const watermark = new WatermarkFile(disk, watermarkPath);
  watermark.note({ lastNumber, lastSequence: lastNumber });
  await watermark.close();
  return disk;
}

const evidenceOn = (disk: PowerDisk) =>
  [...disk.contents().keys()].filter((path) => path.includes('unreadable'));
const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

/** The journal with these bytes instead of its own. */
const withJournal = (files: Map<string, Buffer>, bytes: Buffer) =>
  PowerDisk.of(new Map([...files, [storePath(JOURNAL), bytes]]));

describe('a journal', () => {
  test('whose end is torn tells how many bytes that are, beside what is damaged further ahead', async () => {
    const files = without(await flushed(), [2], 'damaged');
    const bytes = files.get(storePath(JOURNAL)) ?? Buffer.alloc(0);
    const last = bytes.lastIndexOf('\x1e');
    const disk = withJournal(files, bytes.subarray(0, last + 100));
    const { warnings } = await openStore(disk);
    expect(warnings.slice(0, 2)).toEqual([
      lost(1),
      { code: 'store.torn-tail', detail: `${JOURNAL}: 100` },
    ]);
    expect(evidenceOn(disk)).toHaveLength(1);
  });

  test('without its first line has lost something, and is kept as evidence', async () => {
    const files = await flushed();
    const bytes = files.get(storePath(JOURNAL)) ?? Buffer.alloc(0);
    const disk = withJournal(files, bytes.subarray(bytes.indexOf('\n') + 1));
    const found = await openStore(disk);
    expect(sequencesOf(found)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found.warnings).toMatchObject([{ code: 'store.lines-lost' }]);
    expect(evidenceOn(disk)).toHaveLength(1);
  });

  test('of which only half of the first line has come to the disk has lost nothing', async () => {
    const bytes = (await flushed()).get(storePath(JOURNAL)) ?? Buffer.alloc(0);
    const disk = withJournal(new Map(), bytes.subarray(0, 30));
    const { warnings, store, adapter } = await openStore(disk);
    expect(warnings).toEqual([{ code: 'store.torn-tail', detail: `${JOURNAL}: 30` }]);
    await store.put(numberedSave(1));
    await adapter.tidy();
    await store.close();
    const again = await openStore(disk);
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1]);
  });

  test('of which not a byte has come to the disk begins anew under its own name', async () => {
    const disk = withJournal(new Map(), Buffer.alloc(4_096));
    const { warnings, store } = await openStore(disk);
    expect(warnings).toEqual([]);
    await store.put(numberedSave(1));
    await store.close();
    const again = await openStore(disk);
    expect(again.warnings).toEqual([]);
    expect(sequencesOf(again)).toEqual([1]);
    expect([...disk.contents().keys()]).toContain(storePath(JOURNAL));
  });
});

test.each([
  [1, [2]],
  [2, [2, 3]],
])(
  '%i whole lines of no shape that was ever written are told, kept as evidence, and are no saves',
  async (count, numbers) => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    await store.put(numberedSave(1));
    await store.close();
    const files = disk.contents();
    const bytes = files.get(storePath(JOURNAL)) ?? Buffer.alloc(0);
    const odd = numbers.map((number) =>
      encodeLine(`${number} P ${number} ${numberedSave(number).requestId} [{}]\tbody`),
    );
    const end = bytes.lastIndexOf('\n') + 1;
    const lines = Buffer.concat([bytes.subarray(0, end), Buffer.from(odd.join(''))]);
    const damaged = withJournal(files, lines);
    const found = await openStore(damaged);
    expect(sequencesOf(found)).toEqual([1]);
    expect(found.warnings).toEqual([{ code: 'store.lines-lost', detail: `shape: ${count}` }]);
    expect(found.lastSequence, 'their numbers were given').toBe(count + 1);
    expect(evidenceOn(damaged)).toHaveLength(1);
  },
);

test('changes that are missing between two journals are told once, also where only one snapshot could be made', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  disk.fault = (call) => (call === 'rename' ? 'EIO' : null);
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  await store.close();
  const damaged = PowerDisk.of(without(disk.contents(), [3], 'missing'));
  damaged.fault = (call, _number, path) =>
    call === 'open' && path.endsWith('000003.journal') ? 'EIO' : null;
  const found = await openStore(damaged);
  const missing = { code: 'store.lines-lost', detail: 'outbox-000002.journal: 1' };
  expect(found.warnings).toEqual([missing]);
  await found.store.close();
  damaged.fault = () => null;
  const again = await openStore(damaged);
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1, 2]);
  expect(again.lastSequence).toBe(3);
});

test('a journal whose snapshot has vanished tells how many changes stood before it', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await adapter.compact();
  await store.put(numberedSave(4));
  await store.close();
  const left = [...disk.contents()].filter(([path]) => !path.endsWith('.snapshot'));
  const found = await openStore(PowerDisk.of(new Map(left)));
  expect(found.warnings).toEqual([
    { code: 'store.lines-lost', detail: 'outbox-000002.journal: 3' },
  ]);
  expect(sequencesOf(found)).toEqual([4]);
  expect(found.lastSequence).toBe(4);
});

test('where nothing but a snapshot is left of a store, its numbers still go on behind those that were given', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await store.erase([1, 2, 3].map((sequence) => numberedSave(sequence).requestId));
  await adapter.compact();
  await store.close();
  const left = [...disk.contents()].filter(([path]) => !path.endsWith('.journal'));
  const found = await openStore(PowerDisk.of(new Map(left)));
  expect(found.warnings, 'it is not behind the second place').toEqual([]);
  const snapshot = left.filter(([path]) => path.endsWith('.snapshot'));
  expect((await openStore(PowerDisk.of(new Map(snapshot)))).lastSequence).toBe(3);
});

describe('a line that is missing within the last flush', () => {
  test.each(['damaged', 'missing'] as const)(
    '(%s) may never have been acknowledged: told as a torn end, once, and no evidence is kept',
    async (how) => {
      const disk = await acknowledged(without(await flushed(), [4], how), 3);
      const found = await openStore(disk);
      expect(sequencesOf(found)).toEqual([1, 2, 3, 5, 6]);
      expect(found.warnings).toEqual([torn]);
      expect(evidenceOn(disk)).toEqual([]);
      await found.store.close();
      const again = await openStore(disk);
      expect(again.warnings).toEqual([]);
      expect(sequencesOf(again)).toEqual([1, 2, 3, 5, 6]);
    },
  );

  test('is lost where the second place knows that it was acknowledged', async () => {
    const disk = await acknowledged(without(await flushed(), [4], 'missing'), 6);
    const { warnings } = await openStore(disk);
    expect(warnings).toEqual([lost(1)]);
    expect(evidenceOn(disk)).toHaveLength(1);
  });

  test('is lost where a later flush stands behind it: that only begins when the one before is finished', async () => {
    const disk = PowerDisk.of(await flushed());
    const { store } = await openStore(disk);
    await store.put(numberedSave(7));
    await store.close();
    const files = without(disk.contents(), [4], 'missing');
    const { warnings } = await openStore(await acknowledged(files, 2));
    expect(warnings).toEqual([lost(1)]);
  });

  test('and one more damage than lines are missing is lost and kept as evidence', async () => {
    const files = without(await flushed(), [4], 'damaged');
    const bytes = Buffer.from(files.get(storePath(JOURNAL)) ?? '');
    const at = bytes.lastIndexOf('\x1e', bytes.indexOf(numberedSave(6).requestId));
    const more = Buffer.concat([bytes.subarray(0, at), Buffer.from('odd'), bytes.subarray(at)]);
    const disk = await acknowledged(new Map([...files, [storePath(JOURNAL), more]]), 2);
    const { warnings } = await openStore(disk);
    expect(warnings).toEqual([lost(2), torn]);
    expect(evidenceOn(disk)).toHaveLength(1);
  });
});
