import { readdir, rename } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, runTool, save, startRecoverable } from './testing/deadTill.ts';

test('an export that somebody has moved away before it has its name may be imported: its record stays', async () => {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  await save(till, 1);
  const dead = await copyOf(folder);
  const name: QueueFiles['name'] = async (beside, path, ...given) => {
    await rename(beside, `${path}.kept`);
    return queueFiles.name(beside, path, ...given);
  };
  const { result } = await runTool(dead, { world: { files: { ...queueFiles, name } } });
  expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
  expect(await readdir(dead)).toContain('recovered.json');
});
