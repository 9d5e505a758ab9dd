import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  generationsOn,
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { JournalAdapter } from './journalAdapter.ts';

const SNAPSHOT = storePath('outbox-000002.snapshot');
const FOLDER = dirname(SNAPSHOT);

const open = (disk: PowerDisk) => openStore(disk, 1 << 30, 4_096);

const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

const nothingAils = (disk: PowerDisk) => {
  disk.fault = () => null;
};

/**
 * A store whose last start could make no journal, and wrote a snapshot of what it had read: nothing stands behind that.
 */
async function snapshotOfRefusedStart(): Promise<PowerDisk> {
  const disk = new PowerDisk();
  const { store, adapter } = await open(disk);
  await store.put(numberedSave(1));
  // A compaction that fails leaves a journal of nothing but zeros.
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : call === 'remove' ? 'EPERM' : null);
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  await store.close();
  disk.fault = (call, _number, path) =>
    call === 'open' && path.endsWith('.journal') ? 'EIO' : null;
  const refused = await open(disk);
  await refused.store.tidy();
  await refused.store.close();
  nothingAils(disk);
  // The try of a later program over the empty journal ends with its removal.
  await disk.remove(storePath('outbox-000002.journal'));
  expect(disk.contents().has(SNAPSHOT)).toBe(true);
  return disk;
}

test('a snapshot whose journal was never made gets that journal, and no generation more', async () => {
  const disk = await snapshotOfRefusedStart();
  const found = await open(disk);
  expect(found.warnings).toEqual([]);
  expect(await found.store.put(numberedSave(2))).toEqual({ ok: true });
  expect(generationsOn(disk)).toEqual([2]);
  const again = await open(disk.afterCut());
  expect(again.warnings).toEqual([]);
  expect(sequencesOf(again)).toEqual([1, 2]);
});

test.each([
  ['knows of changes behind it', false],
  ['knows of nothing', true],
])(
  'where the second place %s, the journal of a snapshot may be lost, and keeps its number',
  async (_what, isWithoutWatermark) => {
    const disk = new PowerDisk();
    const { store, adapter } = await open(disk);
    await store.put(numberedSave(1));
    await adapter.compact();
    await store.put(numberedSave(2));
    await store.close();
    await disk.remove(storePath('outbox-000002.journal'));
    if (isWithoutWatermark) await disk.remove(watermarkPath);
    let isMadeAgain = false;
    disk.fault = (call, _number, path) => {
      if (call === 'open' && path.endsWith('000002.journal')) isMadeAgain = true;
      return null;
    };
    const found = await open(disk);
    expect(found.warnings).toMatchObject(
      isWithoutWatermark ? [] : [{ code: 'store.went-backwards' }],
    );
    expect(await found.store.put(numberedSave(3))).toEqual({ ok: true });
    expect(isMadeAgain).toBe(false);
    expect(generationsOn(disk).at(-1)).toBe(3);
  },
);

test('a snapshot is not followed by the journal of its number where another program may make that one', async () => {
  const disk = await snapshotOfRefusedStart();
  const adapter = new JournalAdapter({
    disk,
    folder: FOLDER,
    watermarkPath,
    now: () => 1,
    isFromElsewhere: true,
  });
  await adapter.read();
  expect(generationsOn(disk)).toEqual([3]);
  await adapter.close();
});

test('a snapshot that is to be written anew is followed by the next generation', async () => {
  const disk = await snapshotOfRefusedStart();
  const files = disk.contents();
  const bytes = files.get(SNAPSHOT) ?? Buffer.alloc(0);
  bytes.write('x', bytes.indexOf(numberedSave(1).requestId));
  const damaged = PowerDisk.of(files);
  const found = await open(damaged);
  expect(found.warnings).toMatchObject([{ code: 'store.lines-lost' }]);
  await found.store.close();
  expect((await open(damaged)).warnings).toEqual([]);
});
