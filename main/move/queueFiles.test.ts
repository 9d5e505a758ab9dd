import { execFileSync } from 'node:child_process';
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namesFlushed, watchFlushes } from '../../testing/doubles/flushes.ts';
import { withoutLinks } from '../../testing/doubles/otherLinks.ts';
import { folderId } from './exportPlace.ts';
import { giveName, queueFiles } from './queueFiles.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-queue-'));
  path = join(folder, 'queue');
});
afterEach(() => rm(folder, { recursive: true }));

const beside = () => `${path}.new`;
const idOf = async (of: string) => String(await folderId(of));

test('a file is written for this user alone, and gets its name as a whole', async () => {
  await queueFiles.write(beside(), 'content', await idOf(folder));
  expect(await readdir(folder)).toEqual(['queue.new']);
  if (process.platform !== 'win32') expect((await stat(beside())).mode & 0o777).toBe(0o600);
  await queueFiles.name(beside(), path, 'content', await idOf(folder));
  expect(await readdir(folder)).toEqual(['queue']);
  expect(await queueFiles.read(path)).toBe('content');
  await expect(queueFiles.write(path, 'other', await idOf(folder))).rejects.toMatchObject({
    code: 'EEXIST',
  });
});

test('a file that is removed stays so when the power goes, or the stick: nobody closes a copy for it, and no other till gets it', async () => {
  const flushes = await watchFlushes(folder);
  await queueFiles.write(path, 'content', await idOf(folder));
  await queueFiles.remove(path, await idOf(folder));
  expect(flushes).toEqual([['content', ['queue']], ...namesFlushed([])]);
});

describe.each([
  ['with links', undefined],
  ['without links, as on a stick', withoutLinks],
])('on a disk %s', (_, linkOnce) => {
  test('content and name are on the disk before anybody closes a copy for it', async () => {
    const flushes = await watchFlushes(folder);
    await queueFiles.write(beside(), 'content', await idOf(folder));
    expect(flushes).toEqual([['content', ['queue.new']]]);
    await giveName(beside(), path, ['content'], linkOnce);
    const [, ...named] = flushes;
    const copied = linkOnce === undefined ? [] : [['content', ['queue', 'queue.new']]];
    expect(named).toEqual([...copied, ...namesFlushed(['queue'])]);
  });

  test('the name is given', async () => {
    await queueFiles.write(beside(), 'content', await idOf(folder));
    await giveName(beside(), path, ['content'], linkOnce);
    expect(await readdir(folder)).toEqual(['queue']);
    expect(await readFile(path, 'utf8')).toBe('content');
  });

  test('a name that is taken is not', async () => {
    await queueFiles.write(beside(), 'content', await idOf(folder));
    await writeFile(path, 'other');
    await expect(giveName(beside(), path, ['content'], linkOnce)).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await readFile(path, 'utf8')).toBe('other');
    expect((await readdir(folder)).sort()).toEqual(['queue', 'queue.new']);
  });

  test.skipIf(process.platform === 'win32')(
    'nor is one that a link has which leads nowhere (not on Windows: only administrators make links)',
    async () => {
      await queueFiles.write(beside(), 'content', await idOf(folder));
      const link = join(folder, 'link');
      await symlink(join(folder, 'nowhere'), link);
      await expect(giveName(beside(), link, ['content'], linkOnce)).rejects.toMatchObject({
        code: 'EEXIST',
      });
      expect((await readdir(folder)).sort()).toEqual(['link', 'queue.new']);
    },
  );
});

test('what is left of a file is removed, or it is told that it stays', async () => {
  await queueFiles.write(beside(), 'content', await idOf(folder));
  expect(await queueFiles.remove(beside(), await idOf(folder))).toBe(true);
  expect(await readdir(folder)).toEqual([]);
  await expect(queueFiles.remove(folder, await idOf(tmpdir()))).rejects.toThrow();
});

test('of what has gone already it is told that nothing was removed, also where its folder is another one by now', async () => {
  await expect(queueFiles.remove(path, await idOf(folder))).resolves.toBe(false);
  await expect(queueFiles.remove(path, await idOf(tmpdir()))).rejects.toThrow('another folder');
  await expect(queueFiles.remove(join(path, 'gone'), await idOf(folder))).rejects.toThrow('ENOENT');
});

test('what is no file, or longer than any queue, is not read', async () => {
  await expect(queueFiles.read(folder)).rejects.toThrow();
  await writeFile(path, '');
  await truncate(path, 64 * 1024 * 1024 + 1);
  await expect(queueFiles.read(path)).rejects.toThrow('no queue is as long');
  await truncate(path, 64 * 1024 * 1024);
  expect(await queueFiles.read(path)).toHaveLength(64 * 1024 * 1024);
});

test.skipIf(process.platform === 'win32')(
  'a pipe makes nobody wait (not on Windows: no file is a pipe)',
  async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    await expect(queueFiles.read(path)).rejects.toThrow('this is no file');
  },
);
