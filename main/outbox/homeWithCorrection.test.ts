import { beforeEach, expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { accepted, ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import type { MovedQueue } from './movedQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';

/** What took effect, in this order: the gateway surely knows an id for a day. */
let effects: number[];
let [here, there]: [ReplayTill, ReplayTill] = [] as never;
/** Somebody who waits (1), and whose correction (2) waits behind that: both have left `here` in it. */
let file: MovedQueue;

beforeEach(async () => {
  effects = [];
  [here, there] = [await offline(), await offline()];
  await here.register(1, MOBILE, CONSENT);
  await here.register(2, MOBILE, CONSENT, 1);
  for (const till of [here, there]) await till.clock.pass(MINUTE);
  file = await fileOf(here);
  expect(file.saves).toHaveLength(2);
});

async function offline(): Promise<ReplayTill> {
  const till = new ReplayTill();
  till.answer = () => refusedConnection;
  return till.start();
}

async function reads(till: ReplayTill): Promise<void> {
  expect(await takeOverQueue(till.outbox, file)).toMatchObject({ ok: true });
}

async function goesOnline(till: ReplayTill): Promise<void> {
  till.answer = (id) => {
    if (!effects.includes(Number(id))) effects.push(Number(id));
    return accepted('7');
  };
  till.replayer.wake('send-now');
  await till.clock.pass(MINUTE);
}

test('what waits is sent before its correction also where both come home', async () => {
  await reads(here);
  await goesOnline(here);
  expect(effects).toEqual([1, 2]);
});

test('a file that is read at another till, and where it came from, brings nobody’s older data over the newer, whichever is online first', async () => {
  await reads(there);
  await reads(here);
  await goesOnline(here);
  await goesOnline(there);
  expect(effects).toEqual([1, 2]);
});

test('nor does one that is read at two other tills', async () => {
  const third = await offline();
  await third.clock.pass(MINUTE);
  await reads(there);
  await reads(third);
  await goesOnline(third);
  await goesOnline(there);
  expect(effects).toEqual([1, 2]);
});

test('what a manager has discarded in front of its correction is not sent where that has gone again, and the file of before is read once more', async () => {
  await reads(here);
  await here.outbox.decisions.discard('1'.padStart(32, '0'), 'manager');
  const later = await fileOf(here);
  expect(later.saves).toHaveLength(1);
  await reads(here);
  await goesOnline(here);
  expect(effects).toEqual([2]);
});
