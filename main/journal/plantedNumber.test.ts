import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { Commits } from './commits.ts';
import type { Header } from './header.ts';
import type { JournalFile } from './journalFile.ts';
import { encodeLine, scanLines } from './journalLine.ts';
import { HIGHEST, HIGHEST_BELIEVED } from './reachable.ts';
import { encodeErase, encodePut } from './saveCodec.ts';
import { StoredMap } from './storedMap.ts';
import { serialise } from './watermark.ts';

/** The last one that has a place in a line (15 digits): whoever reads a longer one reads none. */
const LAST_WRITABLE = 10 ** 15 - 1;

const JOURNAL = storePath('outbox-000001.journal');
const SNAPSHOT = storePath('outbox-000002.snapshot');

/** The lines of a file. */
function linesIn(bytes: Buffer): string[] {
  const lines: string[] = [];
  scanLines(bytes, (from, to) => void lines.push(bytes.toString('utf8', from, to)));
  return lines;
}

const withLine = (line: string) => (lines: string[]) => [...lines, line];
const withHeader = (change: Partial<Header>) => (lines: string[]) =>
  lines.map((line) =>
    line.startsWith('H ')
      ? `H ${JSON.stringify({ ...JSON.parse(line.slice(2)), ...change })}`
      : line,
  );

// What an editor and sha256sum do.
const PLANTED: [string, string, (lines: string[]) => string[]][] = [
  ['a change', JOURNAL, withLine(encodeErase(LAST_WRITABLE, '-', true))],
  ['a change of the last flush', JOURNAL, withLine(encodeErase(LAST_WRITABLE, '-', false))],
  ['a slip', JOURNAL, withLine(encodePut(3, numberedSave(LAST_WRITABLE), true))],
  ['the changes before a journal', JOURNAL, withHeader({ after: Number.MAX_SAFE_INTEGER })],
  ['the slips before a journal', JOURNAL, withHeader({ lastSequence: LAST_WRITABLE })],
  ['the changes before a snapshot', SNAPSHOT, withHeader({ after: LAST_WRITABLE })],
  ['the slips before a snapshot', SNAPSHOT, withHeader({ lastSequence: LAST_WRITABLE })],
  ['a change that the second place holds', JOURNAL, withLine(encodeErase(HIGHEST, '-', true))],
  ['a slip that it holds', JOURNAL, withLine(encodePut(3, numberedSave(HIGHEST), true))],
  ['changes that it holds, in a header', JOURNAL, withHeader({ after: HIGHEST })],
  ['slips that it holds, in a header', JOURNAL, withHeader({ lastSequence: HIGHEST })],
];

describe('a number that somebody has put there as the last of all', () => {
  test.each(PLANTED)(
    'is told and not believed, so that what is saved behind it is found: %s',
    async (_what, path, plant) => {
      for (const isCompacted of [false, true]) {
        const first = new PowerDisk();
        const before = await openStore(first);
        for (const sequence of [1, 2]) await before.store.put(numberedSave(sequence));
        if (path === SNAPSHOT) await before.adapter.compact();
        await before.store.close();
        const files = first.contents();
        const lines = plant(linesIn(files.get(path) ?? Buffer.alloc(0)));
        files.set(path, Buffer.from(lines.map((line) => encodeLine(line)).join('')));
        const disk = PowerDisk.of(files);

        const { store, adapter, warnings } = await openStore(disk);
        expect(warnings.map(({ code }) => code)).toEqual(['store.lines-lost']);
        expect(await store.put(numberedSave(3))).toEqual({ ok: true });
        if (isCompacted) await adapter.compact();
        expect(await store.put(numberedSave(4))).toEqual({ ok: true });

        const { saves, warnings: later } = await openStore(PowerDisk.of(disk.contents()));
        expect(saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
        expect(later).toEqual([]);
      }
    },
  );
});

test('nobody is told that a change is saved behind the last number that a start can read', async () => {
  const written: string[] = [];
  const append = async (bytes: Buffer) => void written.push(...linesIn(bytes));
  const refused: unknown[] = [];
  const commits = new Commits({
    saves: new StoredMap(),
    reached: { lastNumber: HIGHEST - 1, lastSequence: 0 },
    watermark: { note: () => undefined },
    refusal: { refused: (error) => void refused.push(error), allowed: () => false },
    ready: async () => ({ append, length: 0 }) as unknown as JournalFile,
    onErased: () => undefined,
    onGrown: () => undefined,
    onAllowed: () => undefined,
  });
  const add = (sequence: number) => {
    const save = numberedSave(sequence);
    return commits.add([[save.requestId, save]]);
  };
  await expect(add(HIGHEST + 1)).rejects.toMatchObject({ code: 'EOVERFLOW' });
  await add(1);
  await expect(add(2)).rejects.toMatchObject({ code: 'EOVERFLOW' });
  expect(written).toHaveLength(1);
  expect(refused).toHaveLength(2);
});

/** One more line, put there with an editor; then the till goes on as ever. Gives a copy of before its last saves as well. */
async function goesOnBehind(line: string | null, next: number) {
  const first = new PowerDisk();
  const before = await openStore(first);
  for (const sequence of [1, 2]) await before.store.put(numberedSave(sequence));
  await before.store.close();
  const files = first.contents();
  const lines = [
    ...linesIn(files.get(JOURNAL) ?? Buffer.alloc(0)),
    ...(line === null ? [] : [line]),
  ];
  files.set(JOURNAL, Buffer.from(lines.map((one) => encodeLine(one)).join('')));
  const disk = PowerDisk.of(files);
  const one = await openStore(disk);
  expect(await one.store.put(numberedSave(next))).toEqual({ ok: true });
  await one.clock.pass(60_000);
  await one.store.close();
  const copy = disk.contents();
  const two = await openStore(disk);
  expect(two.saves.map(({ sequence }) => sequence)).toContain(next);
  for (const more of [1, 2, 3])
    expect(await two.store.put(numberedSave(next + more))).toEqual({ ok: true });
  await two.clock.pass(60_000);
  await two.store.close();
  return { copy, now: disk.contents() };
}
const isMark = (path: string) => path.endsWith('.mark');

describe.each([
  ['as it is', null, 3],
  ['behind the highest change that is believed', encodeErase(HIGHEST_BELIEVED, '-', true), 3],
  [
    'behind the highest slip that is believed',
    encodePut(3, numberedSave(HIGHEST_BELIEVED), true),
    HIGHEST_BELIEVED + 1,
  ],
] as const)('the second place of a store that goes on %s', (_what, line, next) => {
  test('tells of a queue that has gone', async () => {
    const { now } = await goesOnBehind(line, next);
    const left = new Map([...now].filter(([path]) => isMark(path)));
    const { warnings } = await openStore(PowerDisk.of(left));
    expect(warnings.map(({ code }) => code)).toEqual(['store.went-backwards']);
  });

  test('tells of an earlier copy that was put back', async () => {
    const { copy, now } = await goesOnBehind(line, next);
    const back = new Map([...copy].filter(([path]) => !isMark(path)));
    for (const [path, bytes] of now) if (isMark(path)) back.set(path, bytes);
    const { warnings } = await openStore(PowerDisk.of(back));
    expect(warnings.map(({ code }) => code)).toEqual(['store.went-backwards']);
  });
});

test.each([
  ['slip', 2, HIGHEST],
  ['slip that is half believed', 2, HIGHEST_BELIEVED / 2 + 1],
  ['change', HIGHEST, 2],
  ['change and slip', HIGHEST, HIGHEST],
])(
  'a second place that somebody has written keeps no save from being found: the highest %s',
  async (_what, lastNumber, lastSequence) => {
    const first = new PowerDisk();
    const before = await openStore(first);
    for (const sequence of [1, 2]) await before.store.put(numberedSave(sequence));
    await before.store.close();
    const files = first.contents();
    files.set(watermarkPath, Buffer.from(serialise({ lastNumber, lastSequence })));
    const disk = PowerDisk.of(files);
    const { store, warnings, lastSequence: given } = await openStore(disk);
    expect(warnings.map(({ code }) => code)).toEqual(['store.went-backwards']);
    expect(await store.put(numberedSave(given + 1))).toEqual({ ok: true });
    await store.close();
    const { saves, warnings: later } = await openStore(PowerDisk.of(disk.contents()));
    expect(saves.map(({ sequence }) => sequence)).toEqual([1, 2, given + 1]);
    expect(later).toEqual([]);
  },
);

test('what the second place is believed to have given can be read back from the lines alone', async () => {
  const disk = PowerDisk.of(
    new Map([
      [
        watermarkPath,
        Buffer.from(serialise({ lastNumber: 0, lastSequence: HIGHEST_BELIEVED / 2 })),
      ],
    ]),
  );
  const { store, lastSequence } = await openStore(disk);
  expect(lastSequence).toBe(HIGHEST_BELIEVED / 2);
  for (const more of [1, 2]) await store.put(numberedSave(lastSequence + more));
  await store.close();
  const left = new Map([...disk.contents()].filter(([path]) => !isMark(path)));
  const { saves } = await openStore(PowerDisk.of(left));
  expect(saves).toHaveLength(2);
});
