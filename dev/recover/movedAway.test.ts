import { link, readdir, rename } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, runTool, save, startRecoverable } from './testing/deadTill.ts';

/** What the tool says, and whether the record stays, on a disk that does these otherwise. */
async function recoverOn(files: Partial<QueueFiles>) {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  await save(till, 1);
  const dead = await copyOf(folder);
  const { result } = await runTool(dead, { world: { files: { ...queueFiles, ...files } } });
  return { result, names: await readdir(dead) };
}

test('an export that somebody has moved away before it has its name may be imported: its record stays', async () => {
  const name: QueueFiles['name'] = async (beside, path, ...given) => {
    await rename(beside, `${path}.kept`);
    return queueFiles.name(beside, path, ...given);
  };
  const { result, names } = await recoverOn({ name });
  expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
  expect(names).toContain('recovered.json');
});

test('so may one that is moved away once it was seen under its name, also where what was written beside it is removed', async () => {
  const name: QueueFiles['name'] = async (beside, path) => {
    await link(beside, path);
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  const remove: QueueFiles['remove'] = async (path, folderId) => {
    if (!path.endsWith('.new')) await rename(path, `${path}.kept`);
    return queueFiles.remove(path, folderId);
  };
  const { result, names } = await recoverOn({ name, remove });
  expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
  expect(names).toContain('recovered.json');
});
