import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { numberedSave } from '../../testing/tills/journalHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import { JournalAdapter } from './journalAdapter.ts';

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tillside-store-'));
  folder = join(base, 'till');
  mkdirSync(folder);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

async function open() {
  const watermarkPath = join(base, 'till.mark');
  const adapter = new JournalAdapter({ disk: realDisk, folder, watermarkPath, now: () => 9 });
  const store = new LowdbOutboxStore(adapter);
  const { saves, warnings } = await store.load();
  return { store, sequences: [...saves.values()].map(({ sequence }) => sequence), warnings };
}

/** The next start finds saves 1 to 3, and nothing to tell. */
async function allThreeAreThere() {
  const { store, sequences, warnings } = await open();
  expect(sequences).toEqual([1, 2, 3]);
  expect(warnings).toEqual([]);
  await store.close();
}

// Also on Windows: Node opens files so that others may delete them.
describe('a journal that is deleted while it is open', () => {
  test('is on the disk again with the next tidying, whatever came since', async () => {
    const { store } = await open();
    await store.put(numberedSave(1));
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await store.put(numberedSave(2));
    await store.tidy();
    await store.put(numberedSave(3));
    await store.close();
    await allThreeAreThere();
  });

  test('and a snapshot, too, is on the disk again with the next tidying, or at the end', async () => {
    for (const isTidied of [true, false]) {
      const { store } = await open();
      await store.put(numberedSave(1));
      await store.compact();
      await store.put(numberedSave(2));
      for (const name of readdirSync(folder))
        if (name.endsWith('.snapshot')) rmSync(join(folder, name));
      if (isTidied) await store.tidy();
      await store.put(numberedSave(3));
      await store.close();
      await allThreeAreThere();
    }
  });

  test('is told where its folder is gone as well', async () => {
    const { store } = await open();
    await store.put(numberedSave(1));
    rmSync(folder, { recursive: true });
    await store.tidy();
    expect(store.problems()).toEqual([{ code: 'store.tidy-failed', detail: 'ENOENT' }]);
    await store.close();
  });
});

// As a backup or a program that keeps folders alike puts a file back: under its name there is another one from then on.
describe.skipIf(process.platform === 'win32')(
  'a journal that an earlier copy replaces while it is open',
  () => {
    const replaced = async () => {
      const { store } = await open();
      await store.put(numberedSave(1));
      const [name = ''] = readdirSync(folder);
      copyFileSync(join(folder, name), join(base, 'copy'));
      await store.put(numberedSave(2));
      renameSync(join(base, 'copy'), join(folder, name));
      await store.put(numberedSave(3));
      return store;
    };

    test('is whole on the disk again with the next tidying, whatever came since', async () => {
      const store = await replaced();
      await store.tidy();
      await store.put(numberedSave(4));
      const seen = await open();
      expect(seen.sequences).toEqual([1, 2, 3, 4]);
      expect(seen.warnings).toEqual([]);
      await seen.store.close();
      await store.close();
    });

    test('is so at the latest when the till ends', async () => {
      await (await replaced()).close();
      await allThreeAreThere();
    });
  },
);

const KINDS: [string, (path: string) => void][] = [
  ['a folder', (path) => mkdirSync(path)],
  [
    'a file of 3 GB',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 3 * 2 ** 30);
    },
  ],
];
const NAMES = ['outbox-000001.snapshot', 'outbox-000002.journal', 'outbox-000002.snapshot'];

test.each(KINDS.flatMap(([kind, make]) => NAMES.map((name) => [kind, name, make] as const)))(
  '%s with the name of a file (%s) is set aside and told, and hinders no start',
  async (_kind, name, make) => {
    const { store } = await open();
    await store.put(numberedSave(1));
    await store.close();
    make(join(folder, name));
    const again = await open();
    expect(again.sequences).toEqual([1]);
    const detail = `${name}.unreadable-1970-01-01T00-00-00-009Z`;
    expect(again.warnings).toEqual([{ code: 'store.set-aside', detail }]);
    expect(await again.store.put(numberedSave(2))).toEqual({ ok: true });
    await again.store.close();
    expect((await open()).sequences).toEqual([1, 2]);
  },
);
