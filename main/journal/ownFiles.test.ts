import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { FILL_AHEAD } from './journalFile.ts';

const NEXT = '/data/till/outbox-000002.journal';
const SNAPSHOT = '/data/till/outbox-000002.snapshot';
const FOREIGN = Buffer.from('of another queue');

async function put(disk: PowerDisk, path: string): Promise<void> {
  const file = await disk.open(path, 'create');
  await file.write(FOREIGN, 0);
  await file.close();
}

test.each([
  [NEXT, 'write'],
  [SNAPSHOT, 'rename'],
])(
  'a file of another queue that comes under a name which a failed compaction wanted is not written over: %s',
  async (path, failing) => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk);
    await store.put(numberedSave(1));
    disk.fault = (call, _number, at) => (at.includes('000002') && call === failing ? 'EIO' : null);
    await adapter.compact().catch(() => undefined);
    disk.fault = () => null;
    await put(disk, path);
    await adapter.compact();
    await store.close();
    expect([...disk.contents().values()].some((bytes) => bytes.equals(FOREIGN))).toBe(true);
  },
);

/** A share or a stick on which a file that nobody holds gets another number. */
function withNewNumbers(disk: PowerDisk) {
  let round = 0;
  const { identify } = disk;
  disk.identify = async (path) => {
    const found = await identify.call(disk, path);
    return found && `${found} ${round}`;
  };
  return () => {
    round += 1;
  };
}

test('on a disk whose numbers of files do not stay our files are ours: nothing is written anew, nothing is kept, and what was erased goes', async () => {
  const disk = new PowerDisk();
  const change = withNewNumbers(disk);
  const { store, adapter, clock } = await openStore(disk, 1 << 30);
  await store.put(numberedSave(1));
  await adapter.compact();
  const body = numberedSave(1).sealedBody ?? '';
  await store.put({ ...numberedSave(1), state: 'accepted', sealedBody: null });
  for (let tidying = 0; tidying < 6; tidying += 1) {
    change();
    await clock.pass(10 * 60_000);
    await store.tidy();
  }
  expect([...disk.contents().keys()].filter((path) => path.includes('/outbox-'))).toEqual([
    storePath('outbox-000003.journal'),
    storePath('outbox-000003.snapshot'),
  ]);
  expect([...disk.contents().values()].some((bytes) => bytes.includes(body))).toBe(false);
  expect(store.problems()).toEqual([]);
});

test('a queue that was started on such a disk finds its own files, and tells those of another one from them', async () => {
  const disk = new PowerDisk();
  const change = withNewNumbers(disk);
  const first = await openStore(disk, 1 << 30);
  await first.store.put(numberedSave(1));
  await first.adapter.compact();
  await first.store.close();
  const { store } = await openStore(disk, 1 << 30);
  change();
  await store.tidy();
  const isSnapshot = (path: string) => path.includes('.snapshot');
  expect([...disk.contents().keys()].filter(isSnapshot)).toEqual([SNAPSHOT]);
  await disk.remove(SNAPSHOT);
  await put(disk, SNAPSHOT);
  change();
  await store.tidy();
  expect([...disk.contents().keys()].filter(isSnapshot)).toHaveLength(2);
});

/** A share that says of a file that it was made when it was written last. */
function madeWhenWritten(disk: PowerDisk): PowerDisk {
  const written = new Map<string, number>();
  const { identify, open } = disk;
  disk.identify = async (path) => {
    const found = await identify.call(disk, path);
    return found && `${found} ${written.get(path) ?? 0}`;
  };
  disk.open = async (path, mode) => {
    const file = await open.call(disk, path, mode);
    const { write } = file;
    file.write = async (bytes, position) => {
      written.set(path, (written.get(path) ?? 0) + 1);
      // It takes its time.
      await setImmediate();
      return write.call(file, bytes, position);
    };
    return file;
  };
  return disk;
}

test('a start reads none of its files twice', async () => {
  const disk = new PowerDisk();
  const before = await openStore(disk);
  await before.store.put(numberedSave(1));
  await before.adapter.compact();
  await before.store.put(numberedSave(2));
  await before.store.close();
  const reads: string[] = [];
  const { read } = disk;
  disk.read = (path, limit) => {
    reads.push(path.replaceAll('\\', '/'));
    return read.call(disk, path, limit);
  };
  const { store } = await openStore(disk);
  await setImmediate();
  expect(reads.filter((path) => path.includes('outbox-')).sort()).toEqual([NEXT, SNAPSHOT]);
  await store.close();
});

test('a journal that gives way while space is still being filled in it is ours on such a disk, too: it goes, and nothing is kept', async () => {
  const disk = madeWhenWritten(new PowerDisk());
  const before = await openStore(disk, 1 << 30);
  await before.store.put(numberedSave(1));
  await before.store.close();
  const { store, adapter } = await openStore(disk, 1 << 30, FILL_AHEAD);
  // The first change begins to fill it anew.
  await store.put(numberedSave(2));
  await adapter.compact();
  await store.close();
  expect([...disk.contents().keys()].filter((path) => path.includes('/outbox-'))).toEqual([
    NEXT,
    SNAPSHOT,
  ]);
});
