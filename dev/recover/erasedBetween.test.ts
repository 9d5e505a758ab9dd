import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, keyStore } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  HOUR,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const PERSON = { mobile: '13800138001' };
const NOW = START + 6 * HOUR;

/** Somebody's saves 1 and 2 lie in two folders; the first has come back and was sent, and they were erased; then the PC dies. */
async function recovered({ isGone = false, asideAt = 3 } = {}) {
  const folder = await freshFolder();
  const closed = new Set<string>();
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (closed.has(wrapped.toString('base64'))) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (hours: number) =>
    startRecoverable(folder, { keyWrapper, clock: new VirtualClock(START + hours * HOUR) });
  const loseKey = async (hours: number) => {
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    closed.add(keys[0].wrapped);
    await setAsideTogether(folder, START + hours * HOUR);
    await (await start(hours)).stop();
    return () => closed.delete(keys[0].wrapped);
  };
  const first = await start(0);
  await save(first.till, 1, PERSON);
  await first.stop();
  const findFirst = await loseKey(1);
  const between = await start(2);
  await save(between.till, 2, PERSON);
  await save(between.till, 3);
  await between.stop();
  await loseKey(asideAt);
  findFirst();
  const last = await start(4);
  await answer(last.till, 1, 'accepted');
  const { desk, erasure } = last.till.person;
  const saves = desk.savesOf(PERSON);
  expect(await erasure.erase(() => ({ saves, keys: desk.keysOf(PERSON) }), '3')).toMatchObject({
    ok: true,
  });
  await last.stop();
  if (isGone) await rm(join(folder, 'erasure.json'));
  const { out } = await runTool(await copyOf(folder), { now: NOW, isLastState: true });
  return openOf((await importAt(out, NOW)).till);
}

test.each([
  ['as it lies there', {}],
  ['where the record of the erasing is gone', { isGone: true }],
  ['where the folder is dated ahead', { asideAt: 3 + 48 }],
])(
  'who was erased does not come back by itself out of a folder that was set aside before: all of it is held, %s',
  async (_, how) => {
    expect(await recovered(how)).toEqual([
      [2, 'late-import'],
      [3, 'late-import'],
    ]);
  },
);
