import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { dayOf } from '../../app/totals/days.ts';
import {
  countedTill,
  DAY,
  Hands,
  HOUR,
  idOf,
  OPERATOR,
  SHOP,
  START,
} from '../../testing/tills/countedTill.ts';
import { daysOf } from './reconcile.ts';
import { rowsBehind } from './rowsBehind.ts';

const [first, second] = [dayOf(START), dayOf(START + 8 * DAY)];

/** Two days: two saves of the first are forgotten; on the second one is accepted after a minute, and three wait. */
async function twoDays() {
  const { open, clock } = await countedTill();
  const { outbox, totals } = await open();
  const hands = new Hands(outbox, clock);
  const accept = async (number: number, after: number) => {
    await hands.register(number);
    clock.now += after;
    await hands.answer(outbox.saves.find(idOf(number)) as Save, 'accepted');
  };
  await accept(1, 0);
  await accept(2, 4_000);
  clock.now = START + 8 * DAY + HOUR;
  await accept(3, 60_000);
  for (const number of [4, 5, 6]) await hands.register(number);
  await outbox.housekeep(clock.now);
  return { saves: outbox.saves, totals };
}

test('charts are told each day, also one without anybody, with what is forgotten in it', async () => {
  const days = await daysOf(await twoDays(), second, 10);
  expect(days.map(({ day, registered }) => [day, registered])).toEqual(
    Array.from({ length: 10 }, (_, at) => {
      const day = dayOf(START + (at - 1) * DAY);
      return [day, day === first ? 2 : day === second ? 4 : 0];
    }),
  );
  expect(days[1]).toMatchObject({
    ...{ takenOver: 0, kinds: { accepted: 2 }, waits: { half: 1, nearlyAll: 5 } },
    operators: [{ operatorId: OPERATOR, count: 2 }],
    shops: [{ shopId: SHOP, count: 2 }],
  });
  expect(days[9]).toMatchObject({
    ...{ kinds: { accepted: 1, waiting: 3 }, waits: { half: 60, nearlyAll: 60 } },
  });
  expect(days[9]?.hours.map((count, hour) => [hour, count]).filter(([, count]) => count)).toEqual([
    [13, 4],
  ]);
  expect(days[5]).toMatchObject({ kinds: {}, operators: [], waits: { half: null } });
});

test('the rows behind a number come by pages, newest first and masked; of what is forgotten there are none', async () => {
  const from = await twoDays();
  const page = (side: 'waiting' | 'registered' | 'accepted', more: object = {}) =>
    rowsBehind(from, { from: first, to: second, side, offset: 0, limit: 2, ...more });
  const slips = async (found: ReturnType<typeof page>) => {
    const { rows, total } = await found;
    return [rows.map(({ slip }) => slip), total];
  };
  expect(await slips(page('waiting'))).toEqual([['S-0006', 'S-0005'], 3]);
  expect(await slips(page('waiting', { offset: 2 }))).toEqual([['S-0004'], 3]);
  expect(await slips(page('accepted'))).toEqual([['S-0003'], 1]);
  expect(await slips(page('registered', { limit: 9 }))).toEqual([
    ['S-0006', 'S-0005', 'S-0004', 'S-0003'],
    4,
  ]);
  expect(await slips(page('registered', { to: first }))).toEqual([[], 0]);
  expect((await page('waiting')).rows[0]?.masked.mobile).toBe('138****0006');
});
