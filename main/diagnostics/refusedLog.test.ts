import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { type ArchiveParts, makeArchive } from './archive.ts';

test('what goes wrong with a log while the archive is packed is told to whoever asked for it, and ends no program', async () => {
  const folder = await freshFolder();
  await mkdir(join(folder, 'logs'), { recursive: true });
  await writeFile(join(folder, 'logs', 'tillside.log'), 'opened\n');
  const refusal = Object.assign(new Error('bad sector'), { code: 'EIO' });
  const clean = () => {
    throw refusal;
  };
  const gathered = { groups: {}, health: {} } as ArchiveParts['gathered'];
  await expect(makeArchive({ gathered, trail: [], folder, now: 0, clean })).rejects.toBe(refusal);
});
