import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save } from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';

const LENGTH = 100 * 1024 * 1024;
/** What `stat` counts in (bytes). */
const BLOCK = 512;

test.runIf(process.platform === 'linux')(
  'the copy that is kept of a damaged file is byte for byte that file, and takes no room for holes that somebody has put into it',
  async () => {
    const folder = await freshFolder();
    const before = await startTill(folder);
    for (const number of [1, 2]) await save(before.till, number);
    await before.stop();
    const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.journal'));
    const path = join(folder, name);
    const damaged = await readFile(path);
    damaged.fill('#', damaged.indexOf('\t'), damaged.indexOf('\t') + 8);
    await writeFile(path, damaged);
    await truncate(path, LENGTH);
    await (await startTill(folder, { offer: null })).stop();
    const [copy = ''] = (await readdir(folder)).filter((one) => one.includes('.unreadable-'));
    const kept = await readFile(join(folder, copy));
    expect(kept.length).toBe(LENGTH);
    expect(kept.subarray(0, damaged.length).equals(damaged)).toBe(true);
    expect((await stat(join(folder, copy))).blocks * BLOCK).toBeLessThan(LENGTH / 10);
  },
);
