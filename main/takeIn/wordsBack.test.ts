import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { heldSave, SET_UP, save, settle, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { causeOf } from '../bulk/heldGroups.ts';
import type { Till } from '../till.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

/** What has become of the queue with the words. */
const WAYS: Record<string, (made: Made) => Promise<unknown>> = {
  'nothing has happened': async () => undefined,
  'the key was lost and is back': async ({ loseKey, start, store }) => {
    await loseKey();
    await (await start({ offer: SET_UP })).stop();
    store.isClosed = false;
  },
  'somebody has had the queue set aside': ({ folder }) =>
    mkdir(join(folder, 'aside-2026-11-24T03-00-00-000Z.moving')),
};

/** Saves 1 and 2 are refused, with words about 1 and about both; then `way`. */
async function withWords(way: string) {
  const made = await tillOfLostKey();
  const { till, stop } = made.till;
  for (const number of [1, 2]) {
    await save(till, number);
    await settle(till, number, 'rejected');
  }
  const cause = causeOf(heldSave(till, 1));
  if (cause === null) throw new Error('no group');
  expect(await till.words.leave(cause, 'to all')).toBe(true);
  expect(await till.words.leave(heldSave(till, 1), 'ask again')).toBe(true);
  await stop();
  await WAYS[way]?.(made);
  return made;
}

const shown = (till: Till) => [1, 2].map((number) => till.words.ofSave(heldSave(till, number)));

test.each(Object.keys(WAYS))(
  'a word for the cashier is there as long as the save is held, also where %s',
  async (way) => {
    const made = await withWords(way);
    const next = await made.start();
    expect(shown(next.till)).toEqual(['ask again', 'to all']);
    await next.stop();
    expect(shown((await made.start()).till)).toEqual(['ask again', 'to all']);
  },
);

/** A word about a group in a queue whose key was lost and is back, and another one that was left since. */
async function saidTwice() {
  const made = await tillOfLostKey();
  const { till, stop } = made.till;
  await save(till, 1);
  await settle(till, 1, 'rejected');
  const group = causeOf(heldSave(till, 1));
  if (group === null) throw new Error('no group');
  await till.words.leave(group, 'of before');
  await stop();
  await made.loseKey();
  const between = await made.start({ offer: SET_UP });
  await between.till.words.leave(group, 'of since');
  await between.stop();
  made.store.isClosed = false;
  return made;
}

test('what has been said here since about the same counts', async () => {
  const { till: back } = await (await saidTwice()).start();
  expect(back.words.ofSave(heldSave(back, 1))).toBe('of since');
});

test('so it does where the disk does not give the words of here at that start, as soon as it does, and over all starts', async () => {
  const { folder, start } = await saidTwice();
  const letGo = refuseToRead(join(folder, 'words.json'), 'EMFILE');
  const { till, stop } = await start();
  letGo();
  await till.words.housekeep();
  expect(till.words.ofSave(heldSave(till, 1))).toBe('of since');
  await stop();
  const { till: later } = await start();
  expect(later.words.ofSave(heldSave(later, 1))).toBe('of since');
});

test('a queue comes back also where what lies under the name of its words is no file', async () => {
  const made = await withWords('nothing has happened');
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  await rm(join(aside, 'words.json'));
  await mkdir(join(aside, 'words.json'));
  expect(shown((await made.start()).till)).toEqual([null, null]);
});
