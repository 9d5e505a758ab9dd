import { expect, test } from 'vitest';
import { SET_UP, save, send, stateOf } from '../../testing/tills/lostKey.ts';
import { tillOfLostKeys } from '../../testing/tills/lostKeys.ts';

const OLD = { mobile: '13800138001' };
const NEW = { mobile: '13800138002' };

/** A till that has registered somebody, and lost its key then. */
async function withoutFirstKey() {
  const { start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1, NEW);
  await first.stop();
  return { start, loseKey, findFirst: await loseKey(1) };
}

test('nothing of a folder goes by itself while another one waits, which may show that who was sent since is the same person', async () => {
  const { start, loseKey, findFirst } = await withoutFirstKey();
  const second = await start(1);
  await save(second.till, 2, { ...NEW, ...OLD, outerType: 'wechat', outerId: 'code' });
  await second.stop();
  await loseKey(2);
  const third = await start(2);
  await save(third.till, 3, { outerType: 'wechat', outerId: 'code' });
  expect(await send(third.till, 3)).toBe(true);
  await third.stop();
  findFirst();
  expect(stateOf((await start(3)).till, 1)).toBe('late-import');
});

test('it does while one alone waits in which nobody was ever registered', async () => {
  const { start, loseKey, findFirst } = await withoutFirstKey();
  await loseKey(2);
  findFirst();
  expect(stateOf((await start(3)).till, 1)).toBe('pending');
});

test('nor where one has come back before that was set aside later', async () => {
  const { start, loseKey, findFirst } = await withoutFirstKey();
  const second = await start(1);
  await save(second.till, 2, OLD);
  await second.stop();
  const findSecond = await loseKey(2);
  findSecond();
  await (await start(3)).stop();
  findFirst();
  expect(stateOf((await start(4)).till, 1)).toBe('late-import');
});
