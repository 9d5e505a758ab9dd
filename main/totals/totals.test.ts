import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { dayOf } from '../../app/totals/days.ts';
import {
  countedTill,
  DAY,
  Hands,
  idOf,
  OPERATOR,
  SHOP,
  START,
} from '../../testing/tills/countedTill.ts';
import { accepted as accepting, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import { Vault } from '../vault/vault.ts';
import { reconcile } from './reconcile.ts';
import { readTotals, TOTALS_FILE } from './totalsFile.ts';

const ALL = { from: '0001-01-01', to: '9999-12-31' };
const MONTH = 31 * DAY;

type Till = Awaited<ReturnType<typeof countedTill>>;
type Opened = Awaited<ReturnType<Till['open']>>;

const sumOf = async ({ outbox: { saves }, totals }: Opened, days = ALL) => {
  const { registered, takenOver, kinds, difference, missing, again } = await reconcile(
    { saves, totals },
    days,
  );
  const counted = Object.entries(kinds).filter(([, { count }]) => count > 0);
  return {
    left: registered.count + takenOver.count,
    forgotten: registered.forgotten + takenOver.forgotten,
    kinds: Object.fromEntries(counted.map(([kind, { count }]) => [kind, count])),
    difference,
    missing: missing.map(({ first, last }) => [first, last]),
    again: [...again],
  };
};

/** So many saves that were accepted at once. */
async function accepted({ outbox }: Opened, clock: Till['clock'], numbers: readonly number[]) {
  const hands = new Hands(outbox, clock);
  for (const number of numbers) {
    await hands.register(number);
    const save = outbox.saves.find(idOf(number));
    if (save !== undefined) await hands.answer(save, 'accepted');
  }
}

/** A till with three saves, of which the first two are forgotten. */
async function forgetfulTill() {
  const till = await countedTill();
  const opened = await till.open();
  await accepted(opened, till.clock, [1, 2]);
  till.clock.now += 8 * DAY;
  await accepted(opened, till.clock, [3]);
  await opened.outbox.housekeep(till.clock.now);
  await opened.totals.keep();
  expect([...opened.outbox.saves.values()].map(({ sequence }) => sequence)).toEqual([3]);
  return { ...till, opened };
}

const WHOLE = {
  left: 3,
  forgotten: 2,
  kinds: { accepted: 3 },
  difference: 0,
  missing: [],
  again: [],
};
/** Where nothing is known any more of what was forgotten. */
const LOST = {
  left: 3,
  forgotten: 0,
  kinds: { accepted: 1 },
  difference: 2,
  missing: [[1, 2]],
  again: [],
};

describe('what is forgotten', () => {
  test('is still counted on its day, after a start as well', async () => {
    const { open, opened } = await forgetfulTill();
    expect(await sumOf(opened)).toEqual(WHOLE);
    const again = await open();
    expect(await sumOf(again)).toEqual(WHOLE);
    const day = dayOf(START);
    expect(await sumOf(again, { from: day, to: day })).toMatchObject({ left: 2, forgotten: 2 });
    expect(again.totals.warnings).toEqual([]);
  });

  test('is counted by shop, operator, hour and wait, and nothing of its person is in the file', async () => {
    const { folder, opened } = await forgetfulTill();
    const text = await readFile(join(folder, TOTALS_FILE), 'utf8');
    const total = opened.totals.view().days.get(dayOf(START));
    const row = { shopId: SHOP, operatorId: OPERATOR, origin: 'registered', kind: 'accepted' };
    expect(total?.rows).toEqual([{ ...row, count: 2 }]);
    expect([total?.hours[12], total?.waits[0]]).toEqual([2, 2]);
    for (const personal of ['138', '张', idOf(1), 'mobile']) expect(text).not.toContain(personal);
  });

  test('waits for the totals where the disk does not take them, and the log says so once', async () => {
    const { opened, power, clock, warned } = await forgetfulTill();
    clock.now += 8 * DAY;
    power.refuses = 'totals';
    await opened.outbox.housekeep(clock.now);
    await opened.outbox.housekeep(clock.now);
    expect(opened.outbox.saves.find(idOf(3))).toBeDefined();
    expect(warned).toHaveLength(1);
    power.refuses = 'nothing';
    await opened.outbox.housekeep(clock.now);
    expect(opened.outbox.saves.find(idOf(3))).toBeUndefined();
    expect(await sumOf(opened)).toEqual({ ...WHOLE, forgotten: 3 });
  });

  test('counts once where the power goes between the counting and the erasing, and counts then as what it became', async () => {
    const till = await countedTill();
    const first = await till.open();
    const hands = new Hands(first.outbox, till.clock);
    await hands.register(1);
    const save = first.outbox.saves.find(idOf(1));
    if (save === undefined) throw new Error('not there');
    await hands.discard(save, 'mistake');
    till.clock.now += MONTH;
    till.power.left = 1;
    await Promise.race([first.outbox.housekeep(till.clock.now), till.power.cut]);
    till.power.restore();
    const { outbox, totals } = await till.open();
    expect(await sumOf({ outbox, totals })).toMatchObject({
      left: 1,
      kinds: { 'discarded.mistake': 1 },
    });
    await outbox.decisions.requeue(idOf(1));
    expect(await sumOf({ outbox, totals })).toMatchObject({
      left: 1,
      forgotten: 0,
      kinds: { waiting: 1 },
    });
    const pending = outbox.saves.find(idOf(1)) as Save;
    await new Hands(outbox, till.clock).answer(pending, 'accepted');
    till.clock.now += 8 * DAY;
    await outbox.housekeep(till.clock.now);
    expect(await sumOf({ outbox, totals })).toMatchObject({
      left: 1,
      forgotten: 1,
      kinds: { accepted: 1 },
    });
  });

  test('of a person who is erased counts as erased', async () => {
    const { opened } = await forgetfulTill();
    const save = opened.outbox.saves.find(idOf(3)) as Save;
    const undo = () => opened.outbox.returning.undo({ isWhole: false, taken: [save] });
    await opened.totals.leave([save], undo, 'erased');
    expect(await sumOf(opened)).toMatchObject({ left: 3, kinds: { accepted: 2, erased: 1 } });
  });
});

describe('totals that say nothing', () => {
  const spoil: [string, (text: string, folder: string) => Promise<void>][] = [
    ['damaged', async (text, folder) => writeFile(join(folder, TOTALS_FILE), text.slice(0, -9))],
    [
      'another number in them',
      async (text, folder) =>
        writeFile(join(folder, TOTALS_FILE), text.replace('"accepted"', '"moved"')),
    ],
    ['of no length', async (_, folder) => writeFile(join(folder, TOTALS_FILE), '')],
    ['of something else', async (_, folder) => writeFile(join(folder, TOTALS_FILE), '[1]')],
  ];
  test.each(spoil)(
    '%s: are kept for support and told, and the difference shows',
    async (_, change) => {
      const { folder, open } = await forgetfulTill();
      const text = await readFile(join(folder, TOTALS_FILE), 'utf8');
      await change(text, folder);
      const spoiled = await readFile(join(folder, TOTALS_FILE), 'utf8');
      expect(spoiled).not.toBe(text);
      const again = await open();
      const name = (await readdir(folder)).find((one) => one.includes('.unreadable-')) ?? '';
      expect(again.totals.warnings).toEqual([{ code: 'totals.lost', detail: name }]);
      expect(await readFile(join(folder, name), 'utf8')).toBe(spoiled);
      expect(await sumOf(again)).toEqual(LOST);
      // As long as anybody looks: a new start does not make it good.
      const third = await open();
      expect([await sumOf(third), third.totals.warnings]).toEqual([LOST, []]);
    },
  );

  test('of another till are none of this one', async () => {
    const { folder } = await forgetfulTill();
    expect(await readTotals(folder, new Vault(Buffer.alloc(32, 8)))).toBe('unreadable');
  });

  test('set back show the difference too', async () => {
    const { folder, open, opened, clock } = await forgetfulTill();
    const earlier = await readFile(join(folder, TOTALS_FILE), 'utf8');
    await accepted(opened, clock, [4, 5]);
    clock.now += 8 * DAY;
    await opened.outbox.housekeep(clock.now);
    await opened.totals.keep();
    await accepted(opened, clock, [6]);
    await writeFile(join(folder, TOTALS_FILE), earlier);
    // What was being forgotten then has gone since.
    expect(await sumOf(await open())).toMatchObject({ left: 6, difference: 3, missing: [[3, 5]] });
  });

  test('a store that was set back counts nothing twice, and says what is there again', async () => {
    const { open, opened, clock, store } = await forgetfulTill();
    const kept = new Map(store.onDisk);
    clock.now += 8 * DAY;
    await opened.outbox.housekeep(clock.now);
    await accepted(opened, clock, [4]);
    clock.now += 8 * DAY;
    // Whoever is forgotten next has the others counted for good.
    await opened.outbox.housekeep(clock.now);
    for (const [id, save] of kept) store.onDisk.set(id, { ...save, settledAt: clock.now });
    const back = await open();
    expect(await sumOf(back)).toMatchObject({
      left: 4,
      forgotten: 4,
      difference: 0,
      again: [[3, 3]],
    });
    clock.now += 8 * DAY;
    await back.outbox.housekeep(clock.now);
    expect(await sumOf(back)).toMatchObject({ left: 4, difference: 0, again: [] });
  });
});

describe('a number that was given', () => {
  test('and never stored is missing, on the day of the one before it', async () => {
    const { opened, power, clock } = await forgetfulTill();
    power.refuses = 'saves';
    await new Hands(opened.outbox, clock).register(4);
    power.refuses = 'nothing';
    clock.now += DAY;
    await accepted(opened, clock, [5]);
    const sum = { left: 5, difference: 1, missing: [[4, 4]] };
    expect(await sumOf(opened)).toMatchObject(sum);
    const day = dayOf(clock.now - DAY);
    expect(await sumOf(opened, { from: day, to: day })).toMatchObject({
      left: 2,
      missing: [[4, 4]],
    });
    // Its neighbours may be forgotten: it keeps its day.
    clock.now += 8 * DAY;
    await opened.outbox.housekeep(clock.now);
    expect(await sumOf(opened, { from: day, to: day })).toMatchObject({
      left: 2,
      missing: [[4, 4]],
    });
    expect(await sumOf(opened)).toMatchObject(sum);
  });

  test('and is just being stored is not missing', async () => {
    const { opened, clock } = await forgetfulTill();
    const registering = new Hands(opened.outbox, clock).register(4);
    const during = await sumOf(opened);
    await registering;
    expect([during, await sumOf(opened)]).toMatchObject([
      { left: 3, difference: 0 },
      { left: 4, difference: 0 },
    ]);
  });

  test('by a store that is lost is not missing here', async () => {
    const { open, opened, clock } = await forgetfulTill();
    opened.outbox.numbers.goOnBehind(40);
    await accepted(opened, clock, [4]);
    await opened.totals.keep();
    for (const one of [opened, await open()])
      expect(await sumOf(one)).toMatchObject({ left: 4, difference: 0, missing: [] });
  });
});

describe('after two years', () => {
  const YEARS = 2 * 366 * DAY;

  test('a day goes, by the gateway’s clock, and none of its numbers is missing', async () => {
    const { open, opened, clock } = await forgetfulTill();
    clock.now += YEARS;
    await opened.totals.prune(clock.now);
    // What is here still is not to be forgotten with them.
    clock.now -= YEARS;
    await opened.totals.keep();
    for (const one of [opened, await open()])
      expect(await sumOf(one)).toEqual({ ...WHOLE, left: 1, forgotten: 0, kinds: { accepted: 1 } });
  });

  test('nothing goes by the word of a gateway that lies about the time, however often it says so', async () => {
    const liar = await new ReplayTill().start();
    const ahead = Date.UTC(2099, 0, 1) - liar.clock.now();
    liar.answer = () => {
      const time = liar.clock.now() + ahead;
      const isBelieved = Math.abs(liar.gatewayClock.now() - time) < 10 * 60_000;
      const said = isBelieved ? accepting('7') : errorAnswer(31, 'isv.timestamp-limit-error');
      return { ...said, date: new Date(time).toUTCString() };
    };
    for (const number of [1, 2]) {
      await liar.register(number);
      await liar.clock.pass(11 * 60_000);
    }
    const confirmed = liar.replayer.confirmedTime();
    expect(new Date(confirmed ?? 0).getUTCFullYear()).toBe(2099);

    const { open, opened } = await forgetfulTill();
    await opened.outbox.housekeep(confirmed);
    await opened.totals.keep();
    for (const one of [opened, await open()]) expect(await sumOf(one)).toEqual(WHOLE);
  });

  test('nothing goes by a clock of the till that stands years ahead', async () => {
    const { opened, clock } = await forgetfulTill();
    clock.now = Date.UTC(2099, 0, 1);
    await opened.outbox.housekeep(null);
    expect(await sumOf(opened)).toEqual({ ...WHOLE, forgotten: 3 });
  });
});

test('the totals of a queue that comes back count here too, once, whatever numbers it had, and what was missing there is named', async () => {
  const [there, here] = [await forgetfulTill(), await forgetfulTill()];
  const theirs = await readTotals(there.folder, there.vault);
  if (typeof theirs === 'string') throw new Error(theirs);
  const { saves, numbers } = there.opened.outbox;
  const comesBack = { saves: [...saves.values()], lastSequence: numbers.lastSequence + 1 };
  for (const one of [here.opened, await here.open()]) {
    expect(await one.totals.takeIn(theirs, comesBack)).toBe(true);
    expect(await sumOf(one)).toEqual({
      ...{ left: 6, forgotten: 4, kinds: { accepted: 5 }, again: [] },
      // What it had given and never stored is missing here too.
      ...{ difference: 1, missing: [[4, 4]] },
    });
  }
  expect(await there.opened.totals.takeIn(theirs, comesBack), 'its own').toBe(true);
  expect(await sumOf(there.opened)).toEqual(WHOLE);
});
