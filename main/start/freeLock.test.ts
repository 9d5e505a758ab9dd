import { mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freeLock } from './freeLock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('the lock of a data folder', () => {
  test('stays as it is where it is one', async () => {
    await symlink('host-1', join(folder, 'SingletonLock'));
    freeLock(folder, 7);
    expect(await readlink(join(folder, 'SingletonLock'))).toBe('host-1');
  });

  test('is not what only has its name: that is put aside, and the next lock can be taken', async () => {
    await writeFile(join(folder, 'SingletonLock'), '');
    await mkdir(join(folder, 'SingletonSocket', 'more'), { recursive: true });
    freeLock(folder, 7);
    expect(await readdir(folder)).toEqual(['SingletonLock.other-7', 'SingletonSocket.other-7']);
  });

  test('hinders no start where there is no folder yet', () => {
    expect(() => freeLock(join(folder, 'none'), 7)).not.toThrow();
  });
});
