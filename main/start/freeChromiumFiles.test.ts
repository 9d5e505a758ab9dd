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

  test('are not folders of their name: those are put aside', async () => {
    await mkdir(join(folder, 'Preferences', 'more'), { recursive: true });
    freeChromiumFiles(folder, 7);
    expect(await readdir(folder)).toEqual(['Preferences.other-7']);
  });

  test.skipIf(process.platform === 'win32')(
    'are not links of their name: those are put aside (not on Windows: only administrators make links)',
    async () => {
      await symlink('/dev/zero', join(folder, 'Local State'));
      freeChromiumFiles(folder, 7);
      expect(await readdir(folder)).toEqual(['Local State.other-7']);
    },
  );

  test('hinder no start where there is no folder yet', () => {
    expect(() => freeChromiumFiles(join(folder, 'none'), 7)).not.toThrow();
  });
});
