import { expect, test } from 'vitest';
import { SET_UP, save, send, settle, stateOf } from '../../testing/tills/lostKey.ts';
import { tillOfLostKeys } from '../../testing/tills/lostKeys.ts';

const PERSON = { mobile: '13800138001' };

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
