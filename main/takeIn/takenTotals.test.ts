import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY, SET_UP, save, send, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import type { Till } from '../till.ts';
import { reconcile } from '../totals/reconcile.ts';

const ALL = { from: '0001-01-01', to: '9999-12-31' };

const sumOf = async ({ outbox: { saves }, totals }: Till) => {
  const { registered, takenOver, kinds, difference } = await reconcile({ saves, totals }, ALL);
  const [accepted, waiting] = [kinds.accepted, kinds.waiting];
  return { registered, takenOver, accepted, waiting, difference };
};

test('what a queue had counted is set aside with it, and comes back with it, whatever was counted since', async () => {
  const { till: first, loseKey, start, store } = await tillOfLostKey();
  for (const number of [1, 2]) {
    await save(first.till, number);
    await send(first.till, number);
  }
  await first.clock.pass(8 * DAY);
  await first.till.outbox.housekeep(null);
  await save(first.till, 3);
  const [gone, none] = [
    { count: 2, forgotten: 2 },
    { count: 0, forgotten: 0 },
  ];
  const one = { count: 1, forgotten: 0 };
  const before = { registered: { count: 3, forgotten: 2 }, takenOver: none, accepted: gone };
  expect(await sumOf(first.till)).toEqual({ ...before, waiting: one, difference: 0 });
  await first.stop();
  const aside = await loseKey();
  expect(await readdir(aside)).toContain('totals.json');
  const between = await start({ offer: SET_UP });
  await save(between.till, 4);
  const fresh = { registered: one, takenOver: none, accepted: none, waiting: one };
  expect(await sumOf(between.till)).toEqual({ ...fresh, difference: 0 });
  await between.stop();
  store.isClosed = false;
  for (let starts = 0; starts < 2; starts += 1) {
    const back = await start();
    expect(await sumOf(back.till)).toEqual({
      // It keeps its number.
      ...{ registered: { count: 4, forgotten: 2 }, takenOver: none, accepted: gone },
      ...{ waiting: { count: 2, forgotten: 0 }, difference: 0 },
    });
    await back.stop();
  }
  const taken = await readdir(join(aside, '..'));
  expect(taken.filter((name) => name.endsWith('.taken'))).toHaveLength(1);
});
