import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  DAY,
  SET_UP,
  START,
  save,
  send,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

const on = (day: number) => ({ clock: new VirtualClock(START + day * DAY) });

/** Save 1 waits for its key; beside it a new queue has begun, an hour later. */
async function oneWaits() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  await made.loseKey();
  return { ...made, second: await made.start({ offer: SET_UP, ...on(1 / 24) }) };
}

/** A start on each of these days, and the last one with the key of then. */
async function daysUntilItOpens({ start, store }: Made, days: number) {
  for (let day = 1; day < days; day += 1) await (await start(on(day))).stop();
  store.isClosed = false;
  return start(on(days));
}

test.each([1, 9])(
  'a save comes back to the manager where a later one of its person has left meanwhile, also when that was forgotten: after %i days',
  async (days) => {
    const made = await oneWaits();
    await save(made.second.till, 2, { mobile: '13800138001', name: 'Newer' });
    expect(await send(made.second.till, 2)).toBe(true);
    await made.second.stop();
    const last = await daysUntilItOpens(made, days);
    expect(stateOf(last.till, 2)).toBe(days === 1 ? 'accepted' : undefined);
    expect(stateOf(last.till, 1)).toBe('late-import');
  },
);

test('where nothing has left since it is sent, however long its folder has waited', async () => {
  const made = await oneWaits();
  await save(made.second.till, 2);
  await made.second.stop();
  const last = await daysUntilItOpens(made, 9);
  expect([stateOf(last.till, 1), stateOf(last.till, 2)]).toEqual(['pending', 'pending']);
});

test('of two folders that open at one start nothing goes by itself, however little has left since', async () => {
  const { start, store, folder, second, loseKey } = await oneWaits();
  await save(second.till, 2);
  await second.stop();
  await loseKey(START + DAY);
  store.isClosed = false;
  const last = await start({ offer: SET_UP, ...on(2) });
  expect([stateOf(last.till, 1), stateOf(last.till, 2)]).toEqual(['late-import', 'late-import']);
  const isTaken = (name: string) => name.endsWith('.taken');
  expect((await readdir(folder)).filter(isTaken)).toHaveLength(2);
});

test.each([
  ['at the same start', false],
  ['earlier', true],
])(
  'but what was accepted in such a folder has, and nobody knows whose it was: taken in %s',
  async (_, isEarlier) => {
    const { start, store, second, loseKey } = await oneWaits();
    await save(second.till, 2, { mobile: '13800138001', name: 'Newer' });
    expect(await send(second.till, 2)).toBe(true);
    await second.stop();
    await loseKey(START + DAY);
    // The key of the second queue opens all the time.
    if (isEarlier) await (await start({ offer: SET_UP, ...on(1) })).stop();
    store.isClosed = false;
    const last = await start({ offer: SET_UP, ...on(2) });
    expect([stateOf(last.till, 1), stateOf(last.till, 2)]).toEqual(['late-import', 'accepted']);
  },
);
