import { link, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { makeMasterKey } from './makeMasterKey.ts';
import { writeWholeNewFile } from './newFile.ts';
import { openMasterKeys } from './openMasterKeys.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-new-file-'));
  path = join(folder, 'master.key');
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const atOnce = async () => undefined;

/** Somebody (Windows: a scanner) has the file beside it open for so many tries to remove it. */
function heldFor(tries: number) {
  let left = tries;
  return async (file: string) => {
    left -= 1;
    if (left >= 0) throw Object.assign(new Error('held'), { code: 'EBUSY' });
    await unlink(file);
  };
}

it('nothing stays beside what was written, also where a scanner holds that for a moment', async () => {
  expect(await writeWholeNewFile(path, 'text', heldFor(2), atOnce)).toEqual({ ok: true });
  expect(await readdir(folder)).toEqual(['master.key']);
  expect(await readFile(path, 'utf8')).toBe('text');
});

it('what was written is said to be, also where the copy beside it cannot be removed; that is gone with the next order to make it', async () => {
  const held = heldFor(Number.POSITIVE_INFINITY);
  expect(await writeWholeNewFile(path, 'text', held, atOnce)).toEqual({ ok: true });
  expect(await readdir(folder)).toHaveLength(2);
  expect(await makeMasterKey(path)).toMatchObject({ ok: false, code: 'master-key.not-made' });
  expect(await readdir(folder)).toEqual(['master.key']);
  expect(await readFile(path, 'utf8')).toBe('text');
});

it('the copy that a kill has left beside a key is gone with the next start, and what is none of it stays', async () => {
  expect(await makeMasterKey(path)).toMatchObject({ ok: true });
  await link(path, `${path}.0123abcd.new`);
  await link(path, `${path}.backup`);
  // Another process writes its own just now.
  await writeFile(`${path}.89abcdef.new`, 'half of');
  const environment = { RELAY_MASTER_KEY_FILE: path };
  expect(await openMasterKeys({ environment, ownFolder: null })).toMatchObject({ ok: true });
  expect((await readdir(folder)).sort()).toEqual([
    'master.key',
    'master.key.89abcdef.new',
    'master.key.backup',
  ]);
});
