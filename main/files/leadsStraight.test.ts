import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inHeldFolder } from './heldFolder.ts';
import { hasNoLinks, leadsStraight } from './leadsStraight.ts';

const KIND = process.platform === 'win32' ? 'junction' : 'dir';

test('a link is seen wherever it stands on the way to a folder, also name by name, and a plain way is none', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'tillside-way-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'a', 'b', 'c'), { recursive: true });
  await symlink(join(root, 'a'), join(root, 'first'), KIND);
  await symlink(join(root, 'a', 'b', 'c'), join(root, 'a', 'last'), KIND);
  const ways = [
    ['a/b/c', true],
    ['a/b/c/../c/', true],
    ['first/b/c', false],
    ['first', false],
    ['a/last', false],
  ] as const;
  for (const [way, isStraight] of ways) {
    const folder = join(root, way);
    expect([way, await hasNoLinks(folder)]).toEqual([way, isStraight]);
    const seen = await inHeldFolder(folder, (held) => leadsStraight(folder, held));
    expect([way, seen]).toEqual([way, isStraight]);
  }
  await expect(hasNoLinks(join(root, 'gone', 'c'))).rejects.toThrow('ENOENT');
});
