import { beforeEach, describe, expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { accepted, account, lostAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import type { MovedQueue } from './movedQueue.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERSON = '13800138000';

let here: ReplayTill;
let there: ReplayTill;
beforeEach(async () => {
  [here, there] = [await new ReplayTill().start(), await new ReplayTill().start()];
  // Without settings nothing leaves, and what is registered waits.
  there.account = null;
});

const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
const accept = async (number: number, mobile = PERSON) => {
  await here.register(number, mobile, CONSENT);
  await pass(MINUTE);
  expect(here.state(number)?.state).toBe('accepted');
};
const comes = async (queue: MovedQueue) => {
  const result = await takeOverQueue(here.outbox, queue);
  here.replayer.wake('answer');
  await pass(10 * MINUTE);
  return result;
};
const sentHere = () => here.sent.map(({ requestId }) => Number(requestId));
const late = { state: 'held', heldReason: 'late-import' };

describe('what a file brings, and a later save of the same person has passed here', () => {
  test('waits for the manager, also within the day: it would write older data over newer', async () => {
    await there.register(1, PERSON, CONSENT);
    await there.register(2, undefined, CONSENT);
    await pass(HOUR);
    await accept(11);
    expect(await comes(await fileOf(there))).toMatchObject({ taken: 2, late: 1 });
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere()).toEqual([11, 2]);
  });

  test('waits for the manager also where the clock of its till was ahead: it was made before its file was written', async () => {
    there.clock.jump(3 * HOUR);
    await there.register(1, PERSON, CONSENT);
    // As the gateway had told that till.
    const queue = { ...packQueue(there.outbox).queue, exportedAt: here.outbox.time() };
    await pass(HOUR);
    await accept(11);
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
    expect(sentHere()).toEqual([11]);
  });

  test('waits for the manager where the clock of here was behind when that one was registered', async () => {
    await here.register(10, '13900139001', CONSENT);
    await there.register(1, PERSON, CONSENT);
    await pass(MINUTE);
    here.clock.jump(-300 * DAY);
    await accept(11);
    here.clock.jump(300 * DAY);
    await here.register(12, '13900139002', CONSENT);
    await pass(MINUTE);
    await there.register(2, '13900139003', CONSENT);
    await comes(await fileOf(there));
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere(), 'another person').toEqual([10, 11, 12, 2]);
  });

  test.each([
    { when: 'before', ahead: '13900139001', since: PERSON },
    { when: 'then', ahead: PERSON, since: '13900139001' },
  ])(
    'waits for the manager where the clock of here was ahead $when, and that one has not been sent yet: it would go before it',
    async ({ ahead, since }) => {
      here.account = null;
      here.clock.jump(3 * DAY);
      await here.register(10, ahead, CONSENT);
      here.clock.jump(-3 * DAY);
      await here.register(11, since, CONSENT);
      await pass(MINUTE);
      await there.register(1, PERSON, CONSENT);
      const queue = await fileOf(there);
      here.account = account;
      here.replayer.wake('settings');
      expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
      expect(here.state(1)).toMatchObject(late);
      expect(new Set(sentHere())).toEqual(new Set([10, 11]));
    },
  );

  test('waits for the manager where the clock of here was ahead for several, and that one has not been sent yet: its older data would go behind', async () => {
    here.account = null;
    here.clock.jump(3 * DAY);
    await here.register(10, '13900139001', CONSENT);
    await pass(MINUTE);
    await here.register(12, PERSON, CONSENT);
    here.clock.jump(-3 * DAY);
    await here.register(11, '13900139002', CONSENT);
    await pass(MINUTE);
    await there.register(1, PERSON, CONSENT);
    const queue = await fileOf(there);
    here.account = account;
    here.answer = () => lostAnswer;
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere()).not.toContain(1);
  });

  test('waits for the manager also where clocks say that it was made after that one', async () => {
    await accept(11);
    await there.register(1, PERSON, CONSENT);
    expect(await comes(await fileOf(there))).toMatchObject({ taken: 1, late: 1 });
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere()).toEqual([11]);
  });

  test('goes by itself where it came with the same file, which was not read to its end before', async () => {
    await there.register(1, PERSON, CONSENT);
    await there.register(2, PERSON, CONSENT);
    const queue = await fileOf(there);
    await takeOverQueue(here.outbox, { ...queue, saves: queue.saves.slice(0, 1) });
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 0 });
    expect(sentHere()).toEqual([1, 2]);
  });

  test('waits for the manager where the later one has come without it before, and was sent', async () => {
    await there.register(1, PERSON, CONSENT);
    await pass(MINUTE);
    await there.register(2, PERSON, CONSENT);
    const { queue } = packQueue(there.outbox);
    await takeOverQueue(here.outbox, { ...queue, saves: queue.saves.slice(1) });
    here.replayer.wake('answer');
    await pass(MINUTE);
    expect(here.state(2)?.state).toBe('accepted');
    await takeOverQueue(here.outbox, queue);
    expect(here.state(1)).toMatchObject(late);
  });
});

describe('what comes home', () => {
  /** Registered while nothing leaves, and gone into a file. */
  async function gone(...numbers: number[]): Promise<MovedQueue> {
    here.account = null;
    for (const number of numbers) await here.register(number, PERSON, CONSENT);
    const queue = await fileOf(here);
    here.account = account;
    here.replayer.wake('settings');
    return queue;
  }

  test('waits for the manager where a later save of the same person has left since', async () => {
    const queue = await gone(1);
    await accept(2);
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere()).toEqual([2]);
  });

  test('goes in its order where the later one was in the same file', async () => {
    expect(await comes(await gone(1, 2))).toMatchObject({ taken: 2, late: 0 });
    expect(sentHere()).toEqual([1, 2]);
  });

  test('waits for the manager where the later one of the file was sent from here by his word meanwhile, whatever came of that', async () => {
    const queue = await gone(1, 2);
    here.answer = () => lostAnswer;
    await here.outbox.decisions.requeue('2'.padStart(32, '0'));
    here.replayer.wake('answer');
    await pass(MINUTE);
    expect(new Set(sentHere())).toEqual(new Set([2]));
    await fileOf(here);
    here.answer = () => accepted('9');
    expect(await comes(queue)).toMatchObject({ taken: 2, late: 1 });
    expect(here.state(1)).toMatchObject(late);
  });

  test('goes behind what a file brought while it was registered, whatever the clock of that till was', async () => {
    here.account = null;
    there.clock.jump(3 * HOUR);
    await there.register(1, PERSON, CONSENT);
    const file = packQueue(there.outbox).queue;
    const isHere = () => here.state(2) !== undefined;
    // Between two saves of the file, as a cashier does.
    await takeOverQueue(here.outbox, { ...file, exportedAt: here.outbox.time() }, async () => {
      if (!isHere()) await here.register(2, PERSON, CONSENT);
    });
    const queue = await fileOf(here);
    here.account = account;
    await comes(queue);
    expect(sentHere()).toEqual([1, 2]);
  });

  test('waits for the manager where the later one is still away, in another file', async () => {
    const queue = await gone(1);
    await gone(2);
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
    expect(sentHere()).toEqual([]);
  });
});

describe('what may have been passed by a save that is forgotten by now', () => {
  test('waits for the manager when a file brings it: made before anything that is remembered, or before what was', async () => {
    await there.register(1, PERSON, CONSENT);
    await pass(HOUR);
    await accept(11);
    await pass(8 * DAY);
    await there.register(2, '13900139000', CONSENT);
    await here.outbox.housekeep(null);
    expect(here.state(11)).toBeUndefined();
    expect(await comes(await fileOf(there))).toMatchObject({ taken: 2, late: 1 });
    expect(here.state(1)).toMatchObject(late);
    expect(sentHere()).toEqual([11, 2]);
  });

  test('waits for the manager also where the number that it gets here is that of its place', async () => {
    await there.register(2, '13900139000', CONSENT);
    await pass(MINUTE);
    await there.register(1, PERSON, CONSENT);
    await pass(HOUR);
    await accept(11);
    await pass(8 * DAY);
    await here.outbox.housekeep(null);
    here.account = null;
    const { queue } = packQueue(there.outbox);
    // Somebody else’s that was made even earlier stands between that and what is forgotten.
    await takeOverQueue(here.outbox, { ...queue, saves: queue.saves.slice(0, 1) });
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 1 });
    expect(here.state(1)).toMatchObject({ ...late, sequence: 3, imported: { before: 3 } });
  });

  test('waits for the manager when it comes home, and a clock that was ahead has had the later one forgotten', async () => {
    here.account = null;
    await here.register(1, PERSON, CONSENT);
    await here.register(2, undefined, CONSENT);
    const queue = await fileOf(here);
    here.account = account;
    here.replayer.wake('settings');
    await accept(3);
    here.clock.jump(8 * DAY);
    await here.outbox.housekeep(null);
    here.clock.jump(-8 * DAY);
    expect(await comes(queue)).toMatchObject({ taken: 2, late: 2 });
    expect(sentHere()).toEqual([3]);
  });

  test('waits for the manager where the numbers show it, also by one that came home', async () => {
    await there.register(1, PERSON, CONSENT);
    await pass(MINUTE);
    here.account = null;
    await here.register(2, '13900139000', CONSENT);
    const queue = await fileOf(here);
    await takeOverQueue(here.outbox, queue);
    await here.outbox.decisions.discard('2'.padStart(32, '0'), 'manager');
    here.account = account;
    here.replayer.wake('settings');
    await accept(11);
    here.clock.jump(8 * DAY);
    await here.outbox.housekeep(null);
    here.clock.jump(-8 * DAY);
    expect(here.state(11)).toBeUndefined();
    expect(await comes(await fileOf(there))).toMatchObject({ taken: 1, late: 1 });
    expect(sentHere()).toEqual([11]);
  });

  test.each(['between others', 'at the end'])(
    'waits for the manager where the lines of the later one are lost, %s',
    async (where) => {
      await accept(12, '13900139001');
      await there.register(1, PERSON, CONSENT);
      await pass(MINUTE);
      await accept(11);
      if (where === 'between others') await accept(13, '13900139002');
      await here.replayer.stop(0);
      here.store.onDisk.delete('11'.padStart(32, '0'));
      here = await new ReplayTill(here.store).start();
      expect(await comes(await fileOf(there))).toMatchObject({ taken: 1, late: 1 });
      expect(sentHere()).toEqual([]);
      await pass(MINUTE);
      await accept(14, '13900139003');
      await there.register(2, '13900139004', CONSENT);
      expect(await comes(await fileOf(there)), 'made since').toMatchObject({
        taken: 1,
        late: 0,
      });
    },
  );

  test('goes by itself where the till remembers everything since it was made', async () => {
    await accept(11, '13900139000');
    await pass(8 * DAY);
    await here.outbox.housekeep(null);
    await there.register(1, PERSON, CONSENT);
    await pass(MINUTE);
    await accept(12, '13900139000');
    expect(await comes(await fileOf(there))).toMatchObject({ taken: 1, late: 0 });
    expect(sentHere()).toEqual([11, 12, 1]);
  });

  test('goes by itself past one that is just being saved, or that the disk has refused', async () => {
    here.account = null;
    await here.register(1, PERSON, CONSENT);
    const queue = await fileOf(here);
    here.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    await here.register(2, '13900139000', CONSENT);
    here.store.refusal = null;
    here.account = account;
    expect(await comes(queue)).toMatchObject({ taken: 1, late: 0 });
    expect(sentHere()).toEqual([1]);
  });
});
