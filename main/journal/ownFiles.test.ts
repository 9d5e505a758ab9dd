import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore } from '../../testing/tills/journalHarness.ts';

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
