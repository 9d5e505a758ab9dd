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
import { afterEach, beforeEach, expect, test } from 'vitest';
import { queueFiles } from './queueFiles.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-queue-'));
  path = join(folder, 'queue');
});
afterEach(() => rm(folder, { recursive: true }));

test('a file is written beside its name, for this user alone, and gets the name as a whole', async () => {
  const beside = await queueFiles.writeBeside(path, 'content');
  expect(await readdir(folder)).toEqual([beside.slice(folder.length + 1)]);
  if (process.platform !== 'win32') expect((await stat(beside)).mode & 0o777).toBe(0o600);
  await queueFiles.name(beside, path);
  expect(await readdir(folder)).toEqual(['queue']);
  expect(await queueFiles.read(path)).toBe('content');
});

test('a name that is taken, be it by a link that leads nowhere, is not given', async () => {
  const beside = await queueFiles.writeBeside(path, 'content');
  await writeFile(path, 'other');
  await expect(queueFiles.name(beside, path)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(path, 'utf8')).toBe('other');
  await symlink(join(folder, 'nowhere'), join(folder, 'link'));
  await expect(queueFiles.name(beside, join(folder, 'link'))).rejects.toMatchObject({
    code: 'EEXIST',
  });
});

test('what has gone already counts as removed', async () => {
  await expect(queueFiles.remove(path)).resolves.toBeUndefined();
});

test('what is no file, or longer than any queue, is not read', async () => {
  await expect(queueFiles.read(folder)).rejects.toThrow();
  await writeFile(path, '');
  await truncate(path, 64 * 1024 * 1024 + 1);
  await expect(queueFiles.read(path)).rejects.toThrow('no queue is as long');
});

test.skipIf(process.platform === 'win32')('a pipe makes nobody wait', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  await expect(queueFiles.read(path)).rejects.toThrow('this is no file');
});
