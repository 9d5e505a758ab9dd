import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

/** So often the disk gives the key file its name, and says that it could not flush that. */
const disk = vi.hoisted(() => ({ failures: 0 }));
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  const replaceFile: typeof real.replaceFile = async (path, content) => {
    await real.replaceFile(path, content);
    if (!path.endsWith('key.json') || disk.failures === 0) return;
    disk.failures -= 1;
    throw Object.assign(new Error('not flushed'), { code: 'EIO' });
  };
  return { ...real, replaceFile };
});

beforeEach(() => {
  disk.failures = 0;
});

/** A till with a key of an earlier start, whose settings come now: they are sealed with another key. */
async function settingsRefused(failures: number) {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: null })).stop();
  const started = await startTill(folder, { offer: null, isSending: true });
  const before = await readFile(join(folder, 'key.json'));
  disk.failures = failures;
  await started.till.settings.provisionWith(PROVISION).catch(() => undefined);
  return { folder, before, ...started };
}

const inFolder = (folder: string) => readFile(join(folder, 'key.json'));

test.each([1, 2])(
  'a key file of ours whose name the disk did not flush (%i times) is no key of another queue: the one that is used is there again',
  async (failures) => {
    const { folder, before, clock, stop } = await settingsRefused(failures);
    const later = async () => {
      await clock.pass(11 * 60_000);
      return inFolder(folder);
    };
    await expect.poll(later).toEqual(before);
    await stop();
    const names = await readdir(folder);
    expect(names.filter((name) => name.includes('unreadable'))).toEqual([]);
  },
);

test('that is done at once where the disk lets it, and nobody is told of a deed of somebody else', async () => {
  const { folder, before, clock, codes, lines, stop } = await settingsRefused(1);
  expect(await inFolder(folder)).toEqual(before);
  await clock.pass(11 * 60_000);
  await stop();
  expect(codes()).not.toContain('store.key-restored');
  expect((await lines()).map(({ action }) => action)).not.toContain('key.restored');
});
