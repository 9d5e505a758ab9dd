import { once } from 'node:events';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { isLostForGood, isNobodys, isNoFile, isNothing } from './diskAnswer.ts';
import { READING, readShortIfThere } from './durableFile.ts';

const saying = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

/** What the disk says of this file. */
function refusalOf(path: string, most?: number): Promise<unknown> {
  return readShortIfThere(path, most).then(
    () => 'given',
    (error: unknown) => error,
  );
}

test.each([
  ...['EBUSY', 'EPERM', 'EACCES', 'EMFILE', 'ENOMEM', 'EAGAIN', 'ETIMEDOUT', 'ENXIO', 'ENODEV'],
  ...['ESTALE', 'EHOSTDOWN', 'ENOTCONN', 'ECONNRESET', 'UNKNOWN', 'Unknown system error -117'],
  ...['EINVAL', 'ENAMETOOLONG', 'SAID_BY_NO_DISK_YET', ''],
])('nothing that lasts follows from what is in no list (%s)', async (code) => {
  const path = join(await freshFolder(), 'file');
  await writeFile(path, '');
  for (const error of [saying(code), saying(code, path)])
    for (const means of [isNothing, isNoFile, isNobodys, isLostForGood])
      expect(means(error), means.name).toBe(false);
});

test('a bad sector is no word about whose the file is, and nobody ever reads it', () => {
  const error = saying('EIO');
  expect([isNoFile(error), isNobodys(error), isLostForGood(error)]).toEqual([false, false, true]);
});

test('a file that is longer than any is nobody’s', async () => {
  const path = join(await freshFolder(), 'file');
  await writeFile(path, 'longer than ten');
  const error = await refusalOf(path, 10);
  expect([isNoFile(error), isNobodys(error), isLostForGood(error)]).toEqual([false, true, true]);
});

test('a folder in the place of a file is no file', async () => {
  const path = join(await freshFolder(), 'file');
  await mkdir(path);
  expect(isNoFile(await refusalOf(path))).toBe(true);
});

// Windows has no link without a right, and under wine none at all; there a socket is none either.
test.skipIf(process.platform === 'win32')(
  'nor is a link or a socket (not on Windows: no link without a right, and no socket is one)',
  async () => {
    const folder = await freshFolder();
    const [link, socket] = [join(folder, 'link'), join(folder, 'socket')];
    await symlink(join(folder, 'elsewhere'), link);
    const server = createServer().listen(socket);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    for (const path of [link, socket]) expect(isNoFile(await refusalOf(path)), path).toBe(true);
  },
);

test('where nothing has the name, or the way to it is no folder, nothing is there', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'file'), '');
  for (const path of [join(folder, 'gone'), join(folder, 'file', 'in')])
    expect(isNothing(await open(path, READING).catch((error: unknown) => error)), path).toBe(true);
});
