import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readShortText, readShortTextNow } from './readShortText.ts';

let path: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-short-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  path = join(folder, 'file.json');
});

describe.each([
  ['at leisure', readShortText],
  ['at once', async (path: string, most: number) => readShortTextNow(path, most)],
])('a short file that is read %s', (_how, read) => {
  test('gives its text up to its limit, which counts bytes', async () => {
    await writeFile(path, '会员');
    expect(await read(path, 6)).toBe('会员');
    expect(await read(path, 5)).toBeNull();
    await writeFile(path, '');
    expect(await read(path, 5)).toBe('');
  });

  test('is none where it is missing, a folder, a link or longer than any text can be', async () => {
    expect(await read(path, 100)).toBeNull();
    await mkdir(path);
    expect(await read(path, 100)).toBeNull();
    await rm(path, { recursive: true });
    // Windows follows them, and lets an ordinary user make none.
    if (process.platform !== 'win32') {
      await writeFile(`${path}.other`, '{}');
      await symlink(`${path}.other`, path);
      expect(await read(path, 100)).toBeNull();
      await rm(path);
    }
    await writeFile(path, '');
    await truncate(path, 600 * 1024 * 1024);
    expect(await read(path, 100)).toBeNull();
  });
});
