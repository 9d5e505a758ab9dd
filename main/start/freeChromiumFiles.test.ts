import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
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

  test('are not longer than any of them is: 32 MiB stay, and a byte more is put aside', async () => {
    const long = 32 * 1024 * 1024;
    for (const [name, length] of [
      ['Preferences', long],
      ['Local State', long + 1],
    ] as const) {
      await writeFile(join(folder, name), '');
      await truncate(join(folder, name), length);
    }
    freeChromiumFiles(folder, 7);
    expect((await readdir(folder)).sort()).toEqual(['Local State.other-7', 'Preferences']);
  });

  test('lie in a folder of Chromium’s as well, which is no file', async () => {
    await mkdir(join(folder, 'Crashpad', 'client_id'), { recursive: true });
    freeChromiumFiles(folder, 7);
    expect(await readdir(join(folder, 'Crashpad'))).toEqual(['client_id.other-7']);
    await rm(join(folder, 'Crashpad'), { recursive: true });
    await writeFile(join(folder, 'Crashpad'), '');
    freeChromiumFiles(folder, 7);
    expect(await readdir(folder)).toEqual(['Crashpad.other-7']);
  });

  test('hinder no start where there is no folder yet', () => {
    expect(() => freeChromiumFiles(join(folder, 'none'), 7)).not.toThrow();
  });
});
