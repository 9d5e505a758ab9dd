import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  SET_UP,
  START,
  save,
  send,
  settle,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

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

test('so it is where nothing was saved since: who is saved under that while it waits is not known to be the same', async () => {
  expect(await comesBack({ ...MOBILE, ...CODE }, null)).toBe('late-import');
});

test('it goes by itself where all that names its person is its own', async () => {
  expect(await comesBack(MOBILE, null)).toBe('pending');
  expect(await comesBack(MOBILE, CODE)).toBe('pending');
  expect(await comesBack({ mobile: '13900139001', ...CODE }, CODE)).toBe('pending');
});

/** Numbers 2 and 3 are in a folder whose key was lost, behind 1, which is accepted; 2 was refused where it says so. */
async function bothComeBackBehind(members: readonly object[], isRefused = false) {
  const { till, store, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, members[0]);
  expect(await send(till.till, 1)).toBe(true);
  await save(till.till, 2, members[1]);
  if (isRefused) await settle(till.till, 2, 'rejected');
  await save(till.till, 3, members[2]);
  await till.stop();
  await loseKey(START + HOUR);
  await (await start({ offer: SET_UP, ...on(1) })).stop();
  store.isClosed = false;
  return (await start(on(2))).till;
}
const both = { ...MOBILE, ...CODE };
const OTHER = { mobile: '13900139001' };

test('two that come back of one person go in no order of chance where only one that is accepted had joined them', async () => {
  const till = await bothComeBackBehind([both, MOBILE, CODE]);
  expect([stateOf(till, 2), stateOf(till, 3)]).toEqual(['late-import', 'late-import']);
});

test('they go by themselves where all that names their person is their own, or they are two people', async () => {
  for (const members of [
    [both, MOBILE, both],
    [MOBILE, MOBILE, CODE],
    [both, OTHER, { mobile: '13900139002' }],
  ]) {
    const till = await bothComeBackBehind(members);
    expect([stateOf(till, 2), stateOf(till, 3)]).toEqual(['pending', 'pending']);
  }
});

test('what comes back refused takes the manager where its person had a code that no body tells any more: who is saved under that later is not known to be the same', async () => {
  const of = async (members: readonly object[]) => {
    const till = await bothComeBackBehind(members, true);
    const refused = till.outbox.saves.find('2'.repeat(32));
    expect(refused?.heldReason).toBe('rejected');
    return refused && till.outbox.permissions.of(refused).sendAgain;
  };
  expect(await of([both, MOBILE, OTHER])).toBe('manager');
  expect(await of([MOBILE, MOBILE, OTHER])).toBe('anyone');
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
  expect(await bothComeBack(MOBILE, both)).toEqual(['late-import', 'late-import']);
  expect(await bothComeBack(both, MOBILE)).toEqual(['late-import', 'late-import']);
});

test('and goes by itself where none does', async () => {
  const other = { mobile: '13900139001', ...CODE };
  expect(await bothComeBack(MOBILE, other)).toEqual(['pending', 'late-import']);
});
