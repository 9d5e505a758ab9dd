import { mkdir, readdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, PASSPHRASE, runTool, save, startRecoverable } from './testing/deadTill.ts';

test.skipIf(process.platform === 'win32')(
  'whoever serves the share of --out, and shows its folder as a link while the passphrase is typed, gets nothing put among the till’s own files (not on Windows: only administrators make links)',
  async () => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    await save(till, 1);
    const dead = await copyOf(folder);
    const served = await freshFolder();
    const [share, kept] = [join(served, 'share'), join(served, 'kept')];
    await mkdir(share);
    const before = await readdir(dead);
    const ask = async () => {
      if (!(await readdir(served)).includes('kept')) {
        await rename(share, kept);
        await symlink(dead, share);
      }
      return PASSPHRASE;
    };
    const out = join(share, 'queue.tillside');
    const { result } = await runTool(dead, { out, passphrase: null, world: { ask } });
    expect(result).toEqual({
      ok: false,
      code: 'out-not-written',
      says: '--out cannot be written: ESTALE.',
    });
    expect([await readdir(dead), await readdir(kept)]).toEqual([before, []]);
  },
);
