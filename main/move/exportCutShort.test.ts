import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import type { WriteResult } from '../files/storeFailure.ts';

const MINUTE = 60_000;
const MOBILE = '13900138000';

/** More than are closed side by side. */
const MANY = 300;

const DISK_FULL: WriteResult = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** Knows an id for longer than any of this takes: what it is sent again changes nothing. */
class Gateway {
  /** Whatever took effect, in this order. */
  readonly effects: number[] = [];

  readonly answer = (id: string) => {
    if (!this.effects.includes(Number(id))) this.effects.push(Number(id));
    return accepted('7');
  };
}

/** A till that finds no gateway; the first customer has come back with other data, behind all the others. */
async function tillWith(count: number): Promise<ReplayTill> {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= count; number += 1) {
    const isSamePerson = number === 1 || number === count;
    await till.register(number, isSamePerson ? MOBILE : undefined, CONSENT);
  }
  await till.clock.pass(MINUTE);
  return till;
}

/** `take` has a word about each copy that is closed, by its turn: what the disk says, or null where it takes it. */
function closing(
  { store }: ReplayTill,
  take: (turn: number) => WriteResult | Promise<WriteResult> | null,
): void {
  const put = store.put.bind(store);
  let turns = 0;
  store.put = async (save) => {
    if (save.closedReason !== 'moved') return put(save);
    turns += 1;
    return (await take(turns)) ?? put(save);
  };
}

/** The till has a gateway again; twenty minutes later another one takes the file, and sends. */
async function bothSend(here: ReplayTill, gateway: Gateway): Promise<void> {
  here.answer = gateway.answer;
  here.replayer.wake('network');
  await here.clock.pass(10 * MINUTE);
  const there = await new ReplayTill().start();
  there.clock.jump(30 * MINUTE);
  there.answer = gateway.answer;
  expect(await desk.carryOut(desk.moving(there), 'import')).toBeNull();
  await there.clock.pass(30 * MINUTE);
}

/** What became of that customer at the gateway. */
const ofOnePerson = ({ effects }: Gateway, count: number) =>
  effects.filter((number) => number === 1 || number === count);

const CUTS = [
  { count: 2, closed: 0 },
  { count: 2, closed: 1 },
  { count: 2, closed: 2 },
  { count: MANY, closed: 256 },
];

test.each(CUTS)(
  'killed in an export of $count when $closed of its copies were closed: the older data of a person never takes effect over the newer',
  async ({ count, closed }) => {
    const till = await tillWith(count);
    let isDead = false;
    closing(till, (turn) => {
      if (turn <= closed) return null;
      isDead = true;
      return new Promise(() => undefined);
    });
    let isOver = false;
    void desk.carryOut(desk.moving(till), 'export').then(() => {
      isOver = true;
    });
    while (!isOver && !isDead) await setImmediate();
    await till.replayer.stop(0);
    const again = new ReplayTill();
    for (const [id, save] of till.store.onDisk) again.store.onDisk.set(id, save);
    again.clock.jump(10 * MINUTE);
    const gateway = new Gateway();
    await bothSend(await again.start(), gateway);
    expect(ofOnePerson(gateway, count)).toEqual([1, count]);
  },
);

test.each([
  ...CUTS.map(({ count, closed }) => ({
    count,
    refused: `all behind ${closed}`,
    from: closed,
    to: count,
  })),
  { count: 2, refused: 'the first alone', from: 0, to: 1 },
  { count: MANY, refused: 'the first alone', from: 0, to: 1 },
])(
  'a disk that refuses the closing of copies ($refused of $count) lets no older data of a person take effect over the newer',
  async ({ count, from, to }) => {
    const till = await tillWith(count);
    closing(till, (turn) => (turn > from && turn <= to ? DISK_FULL : null));
    expect(await desk.carryOut(desk.moving(till), 'export')).toBeNull();
    const gateway = new Gateway();
    await bothSend(till, gateway);
    expect(ofOnePerson(gateway, count)).toEqual([1, count]);
  },
);
