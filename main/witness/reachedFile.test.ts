import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { REACHED_FILE, type Reached, ReachedFile } from './reachedFile.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const REACHED: Reached = { lostNumbers: 3, lastSequence: 9, unseen: null };

async function written() {
  const folder = await freshFolder();
  const file = new ReachedFile(folder, new Vault(Buffer.alloc(32, 7)));
  await file.write(REACHED);
  return { file, path: join(folder, REACHED_FILE) };
}

test('what a store has come to is read back; a file that was made endlessly long says nothing, and is not read', async () => {
  const { file, path } = await written();
  expect(await file.read()).toEqual(REACHED);
  await writeFile(path, (await readFile(path, 'utf8')).padEnd(2 ** 22));
  expect(await file.read()).toEqual({ lostNumbers: 0, lastSequence: 0, unseen: null });
});

test.each(['EBUSY', 'EIO'])(
  'what the disk does not give now (%s) is no word that nothing was ever told, and nothing is written over it',
  async (code) => {
    const { file, path } = await written();
    const letGo = refuseToRead(path, code);
    await expect(file.read()).rejects.toMatchObject({ code });
    await expect(file.goOnBehind(12)).rejects.toMatchObject({ code });
    letGo();
    expect(await file.read()).toEqual(REACHED);
    await file.goOnBehind(12);
    expect(await file.read()).toEqual({ ...REACHED, lastSequence: 12 });
  },
);
