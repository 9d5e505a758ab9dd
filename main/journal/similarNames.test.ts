import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { encodeLine } from './journalLine.ts';

const ok = { ok: true };

/** The files of a store of three saves. */
async function storedFiles(): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.append(numberedSave(sequence));
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
  expect(await store.append(numberedSave(4))).toEqual(ok);
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

test.each(['', 'not ours'])(
  'a file with the highest number that a name can have takes no later one away (%j)',
  async (text) => {
    const sequences = await sequencesBeside('outbox-999999999999.journal', () => Buffer.from(text));
    expect(sequences).toEqual([1, 2, 3, 4]);
  },
);
