import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, START, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

const HOUR = 60 * 60_000;
const CODE = { outerId: 'code', outerType: 'wechat' } as const;
const MOBILE = { mobile: '13800138001' };

const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** Number 2 waits in a folder whose key was lost, behind 1, which is accepted; `since`: saved and sent under the next key. */
async function comesBack(first: object, since: object | null) {
  const { till, store, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, first);
  expect(await send(till.till, 1)).toBe(true);
  await save(till.till, 2, MOBILE);
  await till.stop();
  await loseKey(START + HOUR);
  await (await start({ offer: SET_UP, ...on(1) })).stop();
  const second = await start(on(2));
  if (since !== null) {
    await save(second.till, 3, since);
    expect(await send(second.till, 3)).toBe(true);
  }
  await second.stop();
  store.isClosed = false;
  const last = await start(on(3));
  expect(stateOf(last.till, 1)).toBe('accepted');
  return stateOf(last.till, 2);
}

test('what comes back is held where its person had a code that no body of the folder tells any more: what was sent since may be theirs', async () => {
  expect(await comesBack({ ...MOBILE, ...CODE }, CODE)).toBe('late-import');
});

test('it goes by itself where nothing else was saved since, and where all that names its person is its own', async () => {
  expect(await comesBack({ ...MOBILE, ...CODE }, null)).toBe('pending');
  expect(await comesBack(MOBILE, CODE)).toBe('pending');
  expect(await comesBack({ mobile: '13900139001', ...CODE }, CODE)).toBe('pending');
});

/** Numbers 2 and 3 wait in a folder whose key was lost, behind 1, which is accepted. */
async function bothComeBackBehind(first: object, second: object, third: object) {
  const { till, store, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, first);
  expect(await send(till.till, 1)).toBe(true);
  await save(till.till, 2, second);
  await save(till.till, 3, third);
  await till.stop();
  await loseKey(START + HOUR);
  await (await start({ offer: SET_UP, ...on(1) })).stop();
  store.isClosed = false;
  const last = await start(on(2));
  return [stateOf(last.till, 2), stateOf(last.till, 3)];
}

test('two that come back of one person go by no order of chance where only one that is accepted had joined them', async () => {
  const both = { ...MOBILE, ...CODE };
  expect(await bothComeBackBehind(both, MOBILE, CODE)).toEqual(['late-import', 'late-import']);
});

test('they go by themselves where they are joined by their own, or are two people', async () => {
  const both = { ...MOBILE, ...CODE };
  expect(await bothComeBackBehind(both, MOBILE, MOBILE)).toEqual(['pending', 'pending']);
  expect(await bothComeBackBehind(both, MOBILE, both)).toEqual(['pending', 'pending']);
  const other = { mobile: '13900139001' };
  expect(await bothComeBackBehind(both, MOBILE, other)).toEqual(['pending', 'pending']);
});

/** Both wait in a folder whose key was lost; 3 was sent under the next key. */
async function bothComeBack(first: object, second: object) {
  const { till, store, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, first);
  await save(till.till, 2, second);
  await till.stop();
  await loseKey(START + HOUR);
  await (await start({ offer: SET_UP, ...on(1) })).stop();
  const next = await start(on(2));
  await save(next.till, 3, CODE);
  expect(await send(next.till, 3)).toBe(true);
  await next.stop();
  store.isClosed = false;
  const last = await start(on(3));
  return [stateOf(last.till, 1), stateOf(last.till, 2)];
}

test('what comes back is held where only another that comes back shows that who was sent since is the same person', async () => {
  const both = { ...MOBILE, ...CODE };
  expect(await bothComeBack(MOBILE, both)).toEqual(['late-import', 'late-import']);
  expect(await bothComeBack(both, MOBILE)).toEqual(['late-import', 'late-import']);
});

test('and goes by itself where none does', async () => {
  const other = { mobile: '13900139001', ...CODE };
  expect(await bothComeBack(MOBILE, other)).toEqual(['pending', 'late-import']);
});
