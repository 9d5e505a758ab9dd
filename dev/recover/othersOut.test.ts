import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { nameLost } from '../../testing/doubles/otherLinks.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, runTool, save, startRecoverable } from './testing/deadTill.ts';

const OTHERS = 'what till 7 has moved, and has closed';

const fails = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

async function recoverOn(files: Partial<QueueFiles>) {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  await save(till, 1);
  const dead = await copyOf(folder);
  const { result, out } = await runTool(dead, { world: { files: { ...queueFiles, ...files } } });
  return { result, out, isRecorded: (await readdir(dead)).includes('recovered.json') };
}

const takenAway: QueueFiles['name'] = async (beside, path, ...given) => {
  await writeFile(path, OTHERS);
  await rm(beside);
  return queueFiles.name(beside, path, ...given);
};

const replaced: QueueFiles['read'] = async (path) => {
  if (!path.endsWith('.new')) await writeFile(path, OTHERS);
  return queueFiles.read(path);
};

test.each<[string, Partial<QueueFiles>]>([
  ['and what was written beside it is taken away', { name: takenAway }],
  ['in the place of what was named', { read: replaced }],
])(
  'the export of a till that takes the name of --out meanwhile, %s, stays, and so does the record',
  async (_, files) => {
    const { result, out, isRecorded } = await recoverOn(files);
    expect(await readFile(out, 'utf8')).toBe(OTHERS);
    expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
    expect(isRecorded).toBe(true);
  },
);

test('what cannot be removed beside --out, whose naming got no answer, is told, and its record stays', async () => {
  const remove: QueueFiles['remove'] = (path, folderId) =>
    path.endsWith('.new') ? fails('EBUSY') : queueFiles.remove(path, folderId);
  const { result, out, isRecorded } = await recoverOn({ name: nameLost, remove });
  const beside = (await readdir(dirname(out))).filter((name) => name.endsWith('.new'));
  expect(beside).toHaveLength(1);
  expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
  expect(isRecorded).toBe(true);
});
