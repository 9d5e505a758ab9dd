import { appendFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';

const MEGABYTE = 1024 * 1024;

test.each([
  ['nothing but holes', 0, ''],
  ['holes, and one sign at their end', 20, 'x'],
] as const)(
  'of %s that somebody has put behind the last line no more is written over than a till writes at once: they cost no room, and would fill the disk',
  async (_what, most, sign) => {
    const folder = await freshFolder();
    const before = await startTill(folder);
    await save(before.till, 1);
    await before.stop();
    const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.journal'));
    const path = join(folder, name);
    await truncate(path, 100 * MEGABYTE);
    await appendFile(path, sign);
    const { till, stop } = await startTill(folder, { offer: null });
    await save(till, 2);
    const { size } = await stat(path);
    expect(size).toBeLessThan((most + 5) * MEGABYTE);
    await stop();
    const next = await startTill(folder, { offer: null });
    expect([stateOf(next.till, 1), stateOf(next.till, 2)]).toEqual(['pending', 'pending']);
    expect((await stat(path)).size).toBeLessThan(5 * MEGABYTE);
  },
);
