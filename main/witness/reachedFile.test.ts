import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { REACHED_FILE, type Reached, ReachedFile } from './reachedFile.ts';

test('what a store has come to is read back; a file that was made endlessly long says nothing, and is not read', async () => {
  const folder = await freshFolder();
  const file = new ReachedFile(folder, new Vault(Buffer.alloc(32, 7)));
  const reached: Reached = { lostNumbers: 3, lastSequence: 9, unseen: null };
  await file.write(reached);
  expect(await file.read()).toEqual(reached);
  const path = join(folder, REACHED_FILE);
  await writeFile(path, (await readFile(path, 'utf8')).padEnd(2 ** 22));
  expect(await file.read()).toEqual({ lostNumbers: 0, lastSequence: 0, unseen: null });
});
