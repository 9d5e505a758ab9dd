import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { namesFlushed, watchFlushes } from '../../testing/doubles/flushes.ts';
import { errorCode, renamePatiently, replaceFile } from './durableFile.ts';

/** A rename that somebody else's hold on the file makes fail so many times. */
function heldFor(times: number, code: string) {
  const held = { calls: 0 };
  const rename = async () => {
    held.calls += 1;
    if (held.calls <= times) throw Object.assign(new Error(code), { code });
  };
  return { held, rename };
}

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'story 13: a file that a virus scanner holds for a moment (%s) is renamed all the same',
  async (code) => {
    const { held, rename } = heldFor(3, code);
    await renamePatiently('a', 'b', rename);
    expect(held.calls).toBe(4);
  },
);

test('story 13: a file that is held for good is told, after some patience', async () => {
  const { held, rename } = heldFor(100, 'EPERM');
  await expect(renamePatiently('a', 'b', rename)).rejects.toMatchObject({ code: 'EPERM' });
  expect(held.calls).toBeGreaterThan(5);
});

test('any other failure is told at once', async () => {
  const { held, rename } = heldFor(100, 'ENOSPC');
  await expect(renamePatiently('a', 'b', rename)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(held.calls).toBe(1);
});

test('replacing a file leaves the new content, readable for this user alone, and nothing beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await replaceFile(path, 'one');
  await replaceFile(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  // Windows has no file modes: the rights of the folder count.
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['file']);
});

test('a replaced file is flushed before it gets its name, and its name after', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const flushes = await watchFlushes(folder);
  await replaceFile(join(folder, 'file'), 'one');
  expect(flushes).toEqual([['content', ['file.x.new']], ...namesFlushed(['file'])]);
});

test.runIf(process.platform === 'linux')('a replaced file leaves nothing open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const open = async () => (await readdir('/proc/self/fd')).length;
  const before = await open();
  for (let times = 0; times < 20; times += 1) await replaceFile(join(folder, 'file'), 'text');
  expect(await open()).toBeLessThan(before + 10);
});

test('a file that cannot be replaced leaves nothing beside what is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await mkdir(path);
  const code = process.platform === 'win32' ? 'EPERM' : 'EISDIR';
  await expect(replaceFile(path, 'two')).rejects.toMatchObject({ code });
  expect(await readdir(folder)).toEqual(['file']);
});

test('the code of a failure is that of the file system, or none', () => {
  expect(errorCode(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(errorCode(Object.assign(new Error('odd'), { code: 5 }))).toBe('');
  expect(errorCode({ code: 'ENOSPC' })).toBe('');
});
