import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freeChromiumFiles } from './freeChromiumFiles.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('Chromium’s own files', () => {
  test('stay where they are files', async () => {
    await writeFile(join(folder, 'Preferences'), '{"a":1}');
    freeChromiumFiles(folder, 7);
    expect(await readFile(join(folder, 'Preferences'), 'utf8')).toBe('{"a":1}');
  });

  test('are not what only has their name: that is put aside', async () => {
    await mkdir(join(folder, 'Preferences', 'more'), { recursive: true });
    await symlink('/dev/zero', join(folder, 'Local State'));
    freeChromiumFiles(folder, 7);
    expect((await readdir(folder)).sort()).toEqual(['Local State.other-7', 'Preferences.other-7']);
  });

  test('hinder no start where there is no folder yet', () => {
    expect(() => freeChromiumFiles(join(folder, 'none'), 7)).not.toThrow();
  });
});
