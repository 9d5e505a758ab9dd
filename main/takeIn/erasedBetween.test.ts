import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, START, save, send, settle, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, keyStore, startTill } from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };

/** A till on a key store that loses one key after the other. */
async function tillOfLostKeys() {
  const folder = await freshFolder();
  const closed = new Set<string>();
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (closed.has(wrapped.toString('base64'))) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (hours: number, more: object = {}) =>
    startTill(folder, {
      ...{ keyWrapper, offer: null, clock: new VirtualClock(START + hours * HOUR) },
      ...more,
    });
  const loseKey = async (hours: number) => {
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    closed.add(keys[0].wrapped);
    await setAsideTogether(folder, START + hours * HOUR);
    await (await start(hours, { offer: SET_UP })).stop();
    return () => closed.delete(keys[0].wrapped);
  };
  return { start, loseKey };
}

/** Somebody's saves 1 and 2 lie in two folders; the first has come back, was sent, and they were erased; then the second comes. */
async function erasedBetween(second: 'waits' | 'rejected') {
  const { start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1, PERSON);
  await first.stop();
  const findFirst = await loseKey(1);
  const between = await start(2);
  await save(between.till, 2, PERSON);
  if (second === 'rejected') await settle(between.till, 2, second);
  await save(between.till, 3);
  await between.stop();
  const findSecond = await loseKey(3);
  findFirst();
  const third = await start(4);
  expect(stateOf(third.till, 1)).toBe('pending');
  expect(await send(third.till, 1)).toBe(true);
  const { desk, erasure } = third.till.person;
  const saves = desk.savesOf(PERSON);
  expect(await erasure.erase(() => ({ saves, keys: desk.keysOf(PERSON) }), '3')).toMatchObject({
    ok: true,
  });
  await third.stop();
  findSecond();
  return (await start(5)).till;
}

test('who was erased does not come back by itself out of a folder, also where their number was one of before it', async () => {
  expect(stateOf(await erasedBetween('waits'), 2)).toBe('late-import');
});

test('nor at a cashier’s press, where it was held in the folder for another reason', async () => {
  const { outbox } = await erasedBetween('rejected');
  const save = outbox.saves.find('2'.repeat(32));
  expect(save?.heldReason).toBe('rejected');
  expect(save && outbox.permissions.of(save).sendAgain).toBe('manager');
});
