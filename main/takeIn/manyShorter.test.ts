import { mkdir, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

/** More of them than are read together. */
const MANY = 260;
const MOST_READ_BYTES = 256 * 1024 ** 2;

test('what was set aside at this start comes back, however many shorter ones somebody has put beside it', async () => {
  const { folder, till, start } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const [journal = ''] = (await readdir(folder)).filter((name) => name.endsWith('.journal'));
  const { size } = await stat(join(folder, journal));
  expect(MANY * (size - 1)).toBeGreaterThan(MOST_READ_BYTES);
  for (let at = 0; at < MANY; at += 1) {
    const beside = join(folder, `aside-2026-11-20T06-00-00-${String(at).padStart(3, '0')}Z`);
    await mkdir(beside);
    await writeFile(join(beside, 'outbox-000001.journal'), '');
    await truncate(join(beside, 'outbox-000001.journal'), size - 1);
  }
  await mkdir(join(folder, 'aside-2026-11-24T06-00-00-000Z.moving'));
  const next = await start();
  expect(stateOf(next.till, 1)).toBe('late-import');
});
