import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { encodeLine, scanLines } from './journalLine.ts';

const ok = { ok: true };

/** The files of a store of three saves. */
async function storedFiles(): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await store.close();
  return disk.contents();
}

/** What a store with this file beside it knows after a further save and a restart. */
async function sequencesBeside(
  name: string,
  content: (journal: Buffer) => Buffer,
): Promise<number[]> {
  const files = await storedFiles();
  const journal = files.get(storePath('outbox-000001.journal')) ?? Buffer.alloc(0);
  files.set(storePath(name), content(journal));
  const disk = PowerDisk.of(files);
  const { store } = await openStore(disk);
  expect(await store.put(numberedSave(4))).toEqual(ok);
  await store.close();
  const { saves } = await openStore(disk);
  return saves.map(({ sequence }) => sequence);
}

test('a copy of the journal with more zeros in its name does not decide where the next line goes', async () => {
  // As a backup has it that was made after the first save.
  const asOfThen = (journal: Buffer) => journal.subarray(0, journal.indexOf('\n', 150) + 1);
  expect(await sequencesBeside('outbox-0000000001.journal', asOfThen)).toEqual([1, 2, 3, 4]);
});

test.each([
  ['journal of an older format', 'journal', 3],
  ['journal', 'journal', 5],
  ['snapshot', 'snapshot', 5],
] as const)(
  'a %s with the last number that is read is set aside, so that there is one for what comes',
  async (_, kind, format) => {
    const header = { format, kind, generation: 1, after: 0, lastSequence: 0 };
    const lines = [
      `H ${JSON.stringify(header)}`,
      ...(kind === 'snapshot' ? ['T {"lines":0}'] : []),
    ];
    const text = lines.map(encodeLine).join('');
    const name = `outbox-999999999998.${kind}`;
    expect(await sequencesBeside(name, () => Buffer.from(text))).toEqual([1, 2, 3, 4]);
  },
);

test('a store of which every file has the last number that is read is shown, and says why it takes nothing', async () => {
  const files = await storedFiles();
  const path = storePath('outbox-000001.journal');
  const journal = files.get(path) ?? Buffer.alloc(0);
  files.delete(path);
  const lines: string[] = [];
  scanLines(journal, (from, to) => void lines.push(journal.toString('utf8', from, to)));
  const [header = '', ...changes] = lines;
  // Nothing is appended to one of an older format: the next one would have no number.
  const older = [header.replace(/"format":\d+/, '"format":9'), ...changes];
  files.set(
    storePath('outbox-999999999998.journal'),
    Buffer.from(older.map((line) => encodeLine(line)).join('')),
  );
  const { store, saves } = await openStore(PowerDisk.of(files));
  expect(saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(store.problems()).toEqual([{ code: 'store.write-failed', detail: 'EOVERFLOW' }]);
  expect(await store.put(numberedSave(4))).toMatchObject({ ok: false, failure: 'store.failed' });
  await store.close();
});

test('whoever is erased from such a store ends no start: what is left is told', async () => {
  const files = await storedFiles();
  const path = storePath('outbox-000001.journal');
  files.set(storePath('outbox-999999999998.journal'), files.get(path) ?? Buffer.alloc(0));
  files.delete(path);
  const { store } = await openStore(PowerDisk.of(files));
  const { requestId } = numberedSave(2);
  expect(await store.erase([requestId])).toEqual(ok);
  const traces = { ofSaves: [` ${requestId}`], ofPerson: [] };
  expect(await store.scrub(traces)).toEqual(['outbox-999999999998.journal']);
  await store.close();
});

test.each(['', 'not ours'])(
  'a file with the highest number that a name can have takes no later one away (%j)',
  async (text) => {
    const sequences = await sequencesBeside('outbox-999999999999.journal', () => Buffer.from(text));
    expect(sequences).toEqual([1, 2, 3, 4]);
  },
);
