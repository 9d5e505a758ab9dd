import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { SET_UP, START, save } from '../../testing/tills/lostKey.ts';
import { tillOfLostKeys } from '../../testing/tills/lostKeys.ts';
import { openOutbox } from '../outbox/openOutbox.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };

/** Somebody else, registered at another till within the first hour. */
async function fileOfOthers() {
  const outbox = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => START + HOUR / 2,
    retention: HOUR,
  });
  await save({ outbox } as Till, 9);
  return packQueue(outbox).queue;
}

/** 1 and 2, of one person, lie in two folders; 3 was saved since, and a file was read if so. The first folder has come back before the second if `isApart`. */
async function cameBack(hasFile: boolean, isApart: boolean) {
  const { start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1, PERSON);
  await first.stop();
  const findFirst = await loseKey(1);
  const between = await start(2);
  await save(between.till, 2, PERSON);
  await between.stop();
  const findSecond = await loseKey(3);
  const since = await start(4);
  if (hasFile) await takeOverQueue(since.till.outbox, await fileOfOthers());
  await save(since.till, 3);
  await since.stop();
  findFirst();
  if (isApart) await (await start(5)).stop();
  findSecond();
  const { till } = await start(6);
  return goesInOrder(till);
}

/** What has come back held, and what goes once the manager lets all of it go, in order. */
async function goesInOrder({ outbox }: Till) {
  const inState = (state: string) =>
    outbox.saves
      .unfinished()
      .flatMap((one) => (one.state === state ? [Number(one.requestId[0])] : []))
      // What the file has brought is held in any case.
      .filter((number) => number !== 9);
  const held = inState('held');
  for (const number of held.toReversed())
    expect(await outbox.decisions.requeue(String(number).repeat(32))).not.toBeNull();
  return { held, order: inState('pending') };
}

test.each([
  ['a file was read since, of somebody who was registered before', true, false],
  ['it was, and the first of them has come back a start before', true, true],
  ['none was', false, false],
])(
  'two queues that were set aside one after the other come back for the manager, and in that order, where %s',
  async (_, hasFile, isApart) => {
    const held = isApart ? [1] : [1, 2];
    expect(await cameBack(hasFile, isApart)).toEqual({ held, order: [1, 2, 3] });
  },
);

test('a queue in which the first of them had come back stands behind the second as well', async () => {
  const { start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1);
  await first.stop();
  const findFirst = await loseKey(1);
  const second = await start(2);
  await save(second.till, 2, PERSON);
  await second.stop();
  const findSecond = await loseKey(3);
  findFirst();
  const third = await start(4);
  await save(third.till, 3, PERSON);
  await third.stop();
  const findThird = await loseKey(5);
  const last = await start(6);
  await save(last.till, 4);
  await last.stop();
  findSecond();
  findThird();
  expect(await goesInOrder((await start(7)).till)).toEqual({
    held: [1, 2, 3],
    order: [1, 2, 3, 4],
  });
});
