import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { beginErasing, eraseOne } from '../../testing/tills/beginErasing.ts';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

const refused = vi.hoisted(() => ({ read: '' }));
vi.mock('../disk/realDisk.ts', async (original) => {
  const { realDisk } = await original<typeof import('../disk/realDisk.ts')>();
  const read: typeof realDisk.read = async (path, limit) => {
    if (refused.read !== '' && path.includes(refused.read))
      throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    return realDisk.read(path, limit);
  };
  return { realDisk: { ...realDisk, read } };
});
beforeEach(() => {
  refused.read = '';
});

test.each([['audit-manager'], ['.audit']])(
  'whoever was being erased is held where the record of erasings is gone and the trail (%s) could not be read at the start, as soon as it can be',
  async (held) => {
    const { folder, start, till } = await tillOfLostKey();
    await eraseOne(till.till);
    await save(till.till, 1);
    await beginErasing(till.till, '13800138001');
    await till.stop();
    await rm(join(folder, 'erasure.json'));
    refused.read = held;
    const next = await start();
    expect(stateOf(next.till, 1)).toBe('pending');
    refused.read = '';
    await next.clock.pass(60_000);
    await expect.poll(() => stateOf(next.till, 1)).toBe('late-import');
    await expect.poll(() => next.codes()).toContain('store.erasure-lost');
  },
);

test('a trail that could not be read at the start holds nobody where nobody was ever erased', async () => {
  const { start, till } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  refused.read = 'audit-manager';
  const next = await start();
  refused.read = '';
  await next.clock.pass(60_000);
  await expect.poll(() => next.codes()).not.toContain('audit.refused');
  expect(stateOf(next.till, 1)).toBe('pending');
  expect(next.codes()).not.toContain('store.erasure-lost');
});
