import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nothingMade } from '../../main/move/nothingMade.ts';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { recordFiles } from './leaveRecords.ts';
import {
  copyOf,
  DAY,
  idOf,
  importAt,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const fails = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

/** The folder of a dead till with two saves. */
async function deadFolder() {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  for (const number of [1, 2]) await save(till, number);
  await stop();
  return copyOf(folder);
}

const namesBeside = async (out: string) =>
  (await readdir(dirname(out))).filter((name) => name.startsWith('queue'));

const isRecorded = async (folder: string) => (await readdir(folder)).includes('recovered.json');

/** The PC comes back to life three days later: its two saves. */
async function statesLater(dead: string) {
  const { till, clock } = await startRecoverable(dead, { offer: null });
  await clock.pass(3 * DAY);
  await till.outbox.delivery.holdStale(clock.now);
  return [1, 2].map((number) => till.outbox.saves.find(idOf(number))?.state);
}

/** From this moment on nothing of the stick can be read, and nothing removed. `isRefused`: its last flush was. */
function pulledStick({ isRefused }: { isRefused: boolean }): QueueFiles {
  let isPulled = false;
  const gone = () => fails('EIO');
  return {
    ...queueFiles,
    write: async (...given) => {
      await queueFiles.write(...given);
      isPulled = true;
      if (isRefused) await gone();
    },
    read: (path) => (isPulled ? gone() : queueFiles.read(path)),
    name: (...given) => (isPulled ? gone() : queueFiles.name(...given)),
    remove: (...given) => (isPulled ? gone() : queueFiles.remove(...given)),
  };
}

test.each([
  ['flushed', false],
  ['written', true],
])(
  'of a stick that is pulled once the export is %s, the whole file may be imported: the folder knows of it, and its saves do not go twice',
  async (_, isRefused) => {
    const dead = await deadFolder();
    const { result, out } = await runTool(dead, { world: { files: pulledStick({ isRefused }) } });
    expect(result).toMatchObject({ ok: false, says: expect.stringContaining('is left') });
    const [left = ''] = await namesBeside(out);
    const { taken } = await importAt(join(dirname(out), left), START);
    expect(taken).toMatchObject({ ok: true, taken: 2 });
    expect(await isRecorded(dead)).toBe(true);
    expect(await statesLater(dead)).toEqual(['held', 'held']);
  },
);

test('the record is in the folder before anything of the export is on any disk', async () => {
  const dead = await deadFolder();
  const seen: boolean[] = [];
  const write: QueueFiles['write'] = async (...given) => {
    seen.push(await isRecorded(dead));
    await queueFiles.write(...given);
  };
  const { result } = await runTool(dead, { world: { files: { ...queueFiles, write } } });
  expect(result).toMatchObject({ ok: true, saves: 2 });
  expect(seen).toEqual([true]);
});

test('a record whose export was never begun is taken back: the PC goes on as if nobody had tried', async () => {
  const dead = await deadFolder();
  const write = () => Promise.reject(nothingMade('EROFS'));
  const { result } = await runTool(dead, {
    world: { files: { ...queueFiles, write, remove: () => fails('EROFS') } },
  });
  expect(result).toEqual({
    ok: false,
    code: 'out-not-written',
    says: '--out cannot be written: EROFS.',
  });
  expect(await isRecorded(dead)).toBe(false);
  expect(await statesLater(dead)).toEqual(['pending', 'pending']);
});

test('a record that cannot be taken back is told, with what kept the export from coming to be', async () => {
  const dead = await deadFolder();
  const { result, out } = await runTool(dead, {
    world: {
      files: { ...queueFiles, name: () => fails('ENOSPC') },
      records: { ...recordFiles, remove: () => fails('EIO') },
    },
  });
  expect(result).toEqual({
    ok: false,
    code: 'out-not-written',
    says: '--out cannot be written: ENOSPC. The record of it cannot be taken back, and stays in the folder.',
  });
  expect(await namesBeside(out)).toEqual([]);
  expect(await isRecorded(dead)).toBe(true);
});

test('a tool that ends between the record and the file loses nobody: it recovers again, and what it takes goes by itself', async () => {
  const dead = await deadFolder();
  const write = () => Promise.reject(new Error('it has ended'));
  const ended = runTool(dead, { world: { files: { ...queueFiles, write } } });
  await expect(ended).rejects.toThrow('it has ended');
  expect(await isRecorded(dead)).toBe(true);
  const { result, out } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 2 });
  const { till, taken } = await importAt(out, START);
  expect(taken).toMatchObject({ ok: true, taken: 2 });
  expect([1, 2].map((number) => till.outbox.saves.find(idOf(number))?.state)).toEqual([
    'pending',
    'pending',
  ]);
});
