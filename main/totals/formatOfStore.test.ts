import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { realDisk } from '../disk/realDisk.ts';
import { Vault } from '../vault/vault.ts';
import { formatOfStore } from './formatOfStore.ts';
import { Totals } from './totals.ts';

const open = (folder: string) =>
  Totals.open({
    folder,
    vault: new Vault(Buffer.alloc(32, 7)),
    now: () => 5,
    log: { warn: () => undefined },
  });

test('a store that the disk does not give now is none that begins: whoever asks waits, and no difference is passed over', async () => {
  const folder = await freshFolder();
  const file = await realDisk.open(join(folder, 'outbox-000001.journal'), 'create');
  await file.close();
  const read = vi.spyOn(realDisk, 'read');
  read.mockRejectedValueOnce(Object.assign(new Error('held'), { code: 'EBUSY' }));
  try {
    await expect(open(folder)).rejects.toMatchObject({ code: 'EBUSY' });
  } finally {
    read.mockRestore();
  }
});

test('a store of which nothing says its format has not begun to count now: its totals are lost, and it says so', async () => {
  const folder = await freshFolder();
  expect(await formatOfStore(folder)).toBeNull();
  await mkdir(join(folder, 'outbox-000001.snapshot'));
  expect((await open(folder)).warnings).toMatchObject([{ code: 'totals.lost' }]);
});
