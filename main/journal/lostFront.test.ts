import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const TEN_MINUTES = 10 * 60_000;

/** A store on a disk that refuses this call of a snapshot, and whose journal somebody has deleted. */
async function deletedUnder(call: string) {
  const disk = new PowerDisk();
  const opened = await openStore(disk);
  for (const sequence of [1, 2]) await opened.store.put(numberedSave(sequence));
  await disk.remove(storePath('outbox-000001.journal'));
  disk.fault = (made, _number, path) =>
    made === call && path.includes('.snapshot') ? 'EIO' : null;
  await opened.clock.pass(TEN_MINUTES);
  await opened.store.tidy();
  await opened.store.put(numberedSave(3));
  return { disk, ...opened };
}

/** The next start after a kill finds saves 1 to 3, and nothing to tell. */
async function allThreeAreOn(disk: PowerDisk) {
  const { saves, warnings } = await openStore(PowerDisk.of(disk.contents()));
  expect(saves.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(warnings).toEqual([]);
}

describe('what stood in a journal that somebody has deleted, where the disk refuses the snapshot in its place', () => {
  test.each(['truncate', 'rename'])('is on the disk at the program’s end (%s)', async (call) => {
    const { disk, store } = await deletedUnder(call);
    disk.fault = () => null;
    await store.close();
    await allThreeAreOn(disk);
  });

  test('is on the disk with the next tidying, however often it was refused before', async () => {
    const { disk, store, clock } = await deletedUnder('rename');
    for (let times = 0; times < 5; times += 1) {
      await clock.pass(TEN_MINUTES);
      await store.tidy();
      expect(store.problems()).toEqual([{ code: 'store.tidy-failed', detail: 'EIO' }]);
    }
    disk.fault = () => null;
    await clock.pass(TEN_MINUTES);
    await store.tidy();
    expect(store.problems()).toEqual([]);
    await allThreeAreOn(disk);
  });
});

test('a snapshot that the disk did not let be looked at when it was made is missed all the same once it is gone', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk);
  for (const sequence of [1, 2]) await store.put(numberedSave(sequence));
  disk.fault = (call) => (call === 'identify' ? 'EIO' : null);
  await adapter.compact();
  disk.fault = () => null;
  await store.put(numberedSave(3));
  await disk.remove(storePath('outbox-000002.snapshot'));
  await store.close();
  await allThreeAreOn(disk);
});
