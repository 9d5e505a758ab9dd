import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

/** A store that owes a new journal, because something was erased. */
async function owing() {
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  await opened.store.append(numberedSave(1));
  await opened.store.append(numberedSave(2));
  await opened.store.settle({ ...numberedSave(1), sealedBody: null });
  return { disk, ...opened };
}

const filesOn = (disk: PowerDisk) =>
  [...disk.contents().keys()].filter((path) => path.includes('/outbox-')).sort();

test('two compactions at the same moment come one after the other, and nothing is lost', async () => {
  const { disk, adapter, store } = await owing();
  expect(await Promise.all([adapter.compact(), adapter.compact()])).toEqual([true, true]);
  expect(store.problems()).toEqual([]);
  expect(filesOn(disk)).toEqual([
    storePath('outbox-000003.journal'),
    storePath('outbox-000003.snapshot'),
  ]);
  expect((await openStore(PowerDisk.of(disk.contents()))).saves).toHaveLength(2);
});

test('a tidying does not begin a second compaction while one is under way, at whichever moment it comes', async () => {
  for (let turns = 0; turns < 100; turns += 1) {
    const { disk, adapter, store } = await owing();
    const compaction = adapter.compact();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await adapter.tidy();
    expect(await compaction).toBe(true);
    expect(store.problems()).toEqual([]);
    expect(filesOn(disk), `after ${turns} turns`).toEqual([
      storePath('outbox-000002.journal'),
      storePath('outbox-000002.snapshot'),
    ]);
  }
});
