import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import type { Disk, DiskFile } from '../disk/disk.ts';

/** The same disk, which knows how many of its files are open. */
function counted(disk: PowerDisk) {
  const open = new Set<DiskFile>();
  const counting: Disk = {
    open: async (path, mode) => {
      const file = await disk.open(path, mode);
      open.add(file);
      const close = () => {
        open.delete(file);
        return file.close();
      };
      return { ...file, close };
    },
    read: (path) => disk.read(path),
    identify: (path) => disk.identify(path),
    list: (folder) => disk.list(folder),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    flushFolder: (folder) => disk.flushFolder(folder),
  };
  return { counting, open };
}

test('the store leaves no file open, whichever single call of a day fails', async () => {
  let hasFailed = true;
  for (let failing = 0; hasFailed; failing += 1) {
    const disk = new PowerDisk();
    hasFailed = failing === 0;
    disk.fault = (call, number, path) => {
      // An old file that cannot be removed is opened to be wiped.
      if (call === 'remove' && path.endsWith('000001.journal')) return 'EIO';
      if (number !== failing) return null;
      hasFailed = true;
      return 'EIO';
    };
    const { counting, open } = counted(disk);
    const opened = await openStore(counting, 1 << 30, 4_096).catch(() => null);
    if (opened === null) continue;
    const { store, adapter } = opened;
    await store.put(numberedSave(1));
    await store.put({ ...numberedSave(1), sealedBody: null });
    await adapter.compact().catch(() => undefined);
    await store.put(numberedSave(2));
    await store.put(numberedSave(3));
    await store.close();
    expect(open.size, `call ${failing}`).toBe(0);
  }
});

test('a journal that does not read back is not kept open', async () => {
  const disk = new PowerDisk();
  const { counting, open } = counted(disk);
  const { store, clock } = await openStore(counting, 1 << 30, 4_096);
  await store.put(numberedSave(1));
  await store.put(numberedSave(2));
  const path = storePath('outbox-000001.journal');
  const bytes = disk.contents().get(path) ?? Buffer.alloc(0);
  const journal = await disk.open(path, 'existing');
  await journal.write(Buffer.alloc(200), bytes.indexOf(numberedSave(2).requestId));
  disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
  await store.put(numberedSave(3));
  disk.fault = () => null;
  await store.put(numberedSave(4));
  await clock.pass(60_000);
  expect(await store.put(numberedSave(5))).toEqual({ ok: true });
  await store.close();
  expect(open.size).toBe(0);
});
