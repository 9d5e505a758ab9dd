import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inHeldFolder } from './heldFolder.ts';
import { hasNoLinks, leadsStraight } from './leadsStraight.ts';

async function newRoot(): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'tillside-way-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'a', 'b', 'c'), { recursive: true });
  return root;
}

async function expectStraight(folder: string, isStraight: boolean): Promise<void> {
  expect([folder, await hasNoLinks(folder)]).toEqual([folder, isStraight]);
  const seen = await inHeldFolder(folder, (held) => leadsStraight(folder, held));
  expect([folder, seen]).toEqual([folder, isStraight]);
}

test('a plain way to a folder is straight, also name by name, and one that is not there is none', async () => {
  const root = await newRoot();
  for (const way of ['a/b/c', 'a/b/c/../c/']) await expectStraight(join(root, way), true);
  await expect(hasNoLinks(join(root, 'gone', 'c'))).rejects.toThrow('ENOENT');
});

test.skipIf(process.platform === 'win32')(
  'a link is seen wherever it stands on the way to a folder, also name by name (not under Windows: wine makes no links)',
  async () => {
    const root = await newRoot();
    await symlink(join(root, 'a'), join(root, 'first'));
    await symlink(join(root, 'a', 'b', 'c'), join(root, 'a', 'last'));
    for (const way of ['first/b/c', 'first', 'a/last'])
      await expectStraight(join(root, way), false);
  },
);
