import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, START, save, send, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, keyStore, startTill } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';

const HOUR = 60 * 60_000;
const CODE = { outerId: 'code', outerType: 'wechat' } as const;
const MOBILE = { mobile: '13800138001' };

const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** It has left, and nobody has answered. */
async function leaves({ outbox, clock }: Till, number: number): Promise<void> {
  const waiting = outbox.saves.find(String(number).repeat(32));
  expect(waiting && (await outbox.delivery.mark(waiting, clock.now()))).toBeTruthy();
}

/** Each of the first two waits in a folder of its own, whose keys were lost; 3 was sent since. What becomes of the first two. */
async function comeBack(first: object, second: object, since: object | null) {
  const folder = await freshFolder();
  const lost: Buffer[] = [];
  const store = { isClosed: true };
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (store.isClosed && lost.some((one) => one.equals(wrapped))) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (more: object = {}) => startTill(folder, { keyWrapper, offer: null, ...more });
  const loseKey = async (at: number) => {
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    lost.push(Buffer.from(keys[0].wrapped, 'base64'));
    await setAsideTogether(folder, at);
  };
  for (const [at, member] of [first, second].entries()) {
    const till = await start({ offer: SET_UP, ...on(2 * at) });
    await save(till.till, at + 1, member);
    if (at === 1 && since === null) await leaves(till.till, 2);
    await till.stop();
    await loseKey(START + (2 * at + 1) * HOUR);
  }
  await (await start({ offer: SET_UP, ...on(4) })).stop();
  if (since !== null) {
    const third = await start(on(4));
    await save(third.till, 3, since);
    expect(await send(third.till, 3)).toBe(true);
    await third.stop();
  }
  store.isClosed = false;
  const last = await start(on(5));
  return [stateOf(last.till, 1), stateOf(last.till, 2)];
}

test('what comes back is held where only a folder that comes back behind it shows that who was sent since is the same person', async () => {
  const both = { ...MOBILE, ...CODE };
  expect(await comeBack(both, MOBILE, CODE)).toEqual(['late-import', 'late-import']);
  expect(await comeBack(MOBILE, both, CODE)).toEqual(['late-import', 'late-import']);
});

test('so it is where who waits in the folder behind it is the same person, and may have been sent', async () => {
  expect(await comeBack(MOBILE, MOBILE, null)).toEqual(['late-import', 'late-import']);
});

test('so it is where nothing shows that: nobody knows what the other one has not told', async () => {
  expect(await comeBack(MOBILE, { mobile: '13900139001' }, CODE)).toEqual([
    'late-import',
    'late-import',
  ]);
});
