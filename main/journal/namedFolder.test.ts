import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { numberedSave } from '../../testing/tills/journalHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import { JournalAdapter } from './journalAdapter.ts';

test.each([
  ['the next snapshot while it is written', ['outbox-000004.snapshot.new']],
  ['files of before', ['outbox-000001.snapshot', 'outbox-000002.snapshot']],
])(
  'folders that have the names of %s keep no erased body on the disk: a new generation is begun',
  async (_, names) => {
    const base = await mkdtemp(join(tmpdir(), 'tillside-journal-'));
    onTestFinished(() => rm(base, { recursive: true, force: true }));
    const folder = join(base, 'till');
    await mkdir(folder);
    const open = async () => {
      const adapter = new JournalAdapter({
        ...{ disk: realDisk, folder, watermarkPath: join(base, 'mark'), now: () => 9 },
      });
      const store = new LowdbOutboxStore(adapter);
      await store.load();
      onTestFinished(() => store.close());
      return { adapter, store };
    };
    const first = await open();
    await first.store.put(numberedSave(1));
    for (let times = 0; times < 2; times += 1) expect(await first.adapter.compact()).toBe(true);
    await first.store.close();
    for (const name of names) await mkdir(join(folder, name));
    const { adapter, store } = await open();
    expect(await adapter.compact()).toBe(true);
    expect((await readdir(folder)).filter((name) => /\.(?:journal|snapshot)$/.test(name))).toEqual([
      'outbox-000004.journal',
      'outbox-000004.snapshot',
    ]);
    expect(store.problems().map(({ code }) => code)).toEqual(names.map(() => 'store.set-aside'));
  },
);
