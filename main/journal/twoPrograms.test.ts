import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { realDisk } from '../disk/realDisk.ts';
import { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import { numberedSave } from '../testing/journalHarness.ts';
import { JournalAdapter } from './journalAdapter.ts';

/**
 * An open hole. On Linux Chromium's lock of a data folder names the PC; where the folder is shared and another PC cannot
 * reach the socket of the first, both get it (seen with Electron 25: another host name, another /tmp).
 */
test.fails('two programs on one data folder lose nothing that they have acknowledged', async () => {
  const base = mkdtempSync(join(tmpdir(), 'tillside-store-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const folder = join(base, 'till');
  mkdirSync(folder);
  const open = async () => {
    const watermarkPath = join(base, 'till.mark');
    const store = new LowdbOutboxStore(
      new JournalAdapter({ disk: realDisk, folder, watermarkPath, now: () => 9 }),
    );
    return { store, ...(await store.load()) };
  };
  const stores = [(await open()).store, (await open()).store];
  for (const sequence of [1, 2, 3, 4]) {
    expect(await stores[sequence % 2]?.append(numberedSave(sequence))).toEqual({ ok: true });
  }
  for (const store of stores) await store.close();
  const again = await open();
  await again.store.close();
  expect(again.saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
});
