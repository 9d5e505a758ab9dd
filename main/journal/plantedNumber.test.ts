import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { Commits } from './commits.ts';
import type { Header } from './header.ts';
import type { JournalFile } from './journalFile.ts';
import { encodeLine, scanLines } from './journalLine.ts';
import { LAST_WRITABLE } from './reachable.ts';
import { encodeErase, encodePut } from './saveCodec.ts';
import { StoredMap } from './storedMap.ts';

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
    reached: { lastNumber: LAST_WRITABLE - 1, lastSequence: 0 },
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
  await expect(add(LAST_WRITABLE + 1)).rejects.toMatchObject({ code: 'EOVERFLOW' });
  await add(1);
  await expect(add(2)).rejects.toMatchObject({ code: 'EOVERFLOW' });
  expect(written).toHaveLength(1);
  expect(refused).toHaveLength(2);
});
