import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { nameTwice } from '../../testing/doubles/otherLinks.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, importAt, runTool, START, save, startRecoverable } from './testing/deadTill.ts';

/** The folder of a dead till with two saves, and what the tool makes of it on a disk that does these otherwise. */
async function recoverOn(files: Partial<QueueFiles>) {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  for (const number of [1, 2]) await save(till, number);
  await stop();
  const dead = await copyOf(folder);
  const ran = await runTool(dead, { world: { files: { ...queueFiles, ...files } } });
  const beside = (await readdir(dirname(ran.out))).filter((name) => name.startsWith('queue'));
  return { ...ran, beside, isRecorded: (await readdir(dead)).includes('recovered.json') };
}

test('where the answer to the naming is lost, what has the name is read: it is the export, whole and recorded', async () => {
  const { result, out, beside, isRecorded } = await recoverOn({ name: nameTwice });
  expect(result).toEqual({ ok: true, file: out, saves: 2, staying: 0 });
  expect(beside).toEqual(['queue.tillside']);
  expect(isRecorded).toBe(true);
  expect((await importAt(out, START)).taken).toMatchObject({ ok: true, taken: 2 });
});

test('what has the name and cannot be read may be the export: it stays, and so does the record', async () => {
  const read: QueueFiles['read'] = (path) =>
    path.endsWith('.new') ? queueFiles.read(path) : Promise.reject(new Error('EIO'));
  const { result, beside, isRecorded } = await recoverOn({ name: nameTwice, read });
  expect(result).toMatchObject({ ok: false, code: 'out-exists' });
  expect(result).toMatchObject({ says: expect.stringContaining('may be this export') });
  expect(beside).toEqual(['queue.tillside']);
  expect(isRecorded).toBe(true);
});

test('what somebody else has put there at the last moment stays what it is, and no record is left', async () => {
  const name: QueueFiles['name'] = async (beside, path, content, folderId) => {
    await writeFile(path, 'somebody else');
    await queueFiles.name(beside, path, content, folderId);
  };
  const { result, out, beside, isRecorded } = await recoverOn({ name });
  expect(result).toMatchObject({ ok: false, code: 'out-exists' });
  expect(await readFile(out, 'utf8')).toBe('somebody else');
  expect(beside).toEqual(['queue.tillside']);
  expect(isRecorded).toBe(false);
});
