import { expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import {
  accepted,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
/** By this much a clock is ahead that holds another time zone's time (ms). */
const AHEAD = 8 * 60 * MINUTE;
const idOf = (number: number) => String(number).padStart(32, '0');

/** Two tills: a call of the first save of `there` arrives eight minutes after it was given up; nothing gets through from `here`. */
async function twoTills() {
  const [there, here] = [await new ReplayTill().start(), await new ReplayTill().start()];
  const effects: string[] = [];
  const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
  there.answer = (id, attempt) => {
    if (attempt > 1) return refusedConnection;
    there.clock.after(8 * MINUTE, () => effects.push(id));
    return lostAnswer;
  };
  here.answer = () => refusedConnection;
  const comes = async () => {
    await takeOverQueue(here.outbox, await fileOf(there));
    here.replayer.wake('answer');
    await pass(MINUTE);
  };
  const goesOnline = () => {
    here.answer = (id) => {
      effects.push(id);
      return accepted('7');
    };
    here.replayer.wake('network');
  };
  return { there, here, effects, pass, comes, goesOnline };
}

test('what a file brings in doubt, and a manager closes here, does not arrive behind what is registered of the same person after that', async () => {
  const { there, here, effects, pass, comes, goesOnline } = await twoTills();
  await there.register(1, MOBILE, CONSENT);
  await pass(MINUTE);
  await comes();
  expect(here.state(1)?.state).toBe('pending');
  expect(await here.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  goesOnline();
  await here.register(2, MOBILE, CONSENT);
  await pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('nor does what has come home with a file, and had been sent from the till that wrote it', async () => {
  const { there, here, effects, pass, comes, goesOnline } = await twoTills();
  await here.register(1, MOBILE, CONSENT);
  await pass(MINUTE);
  await takeOverQueue(there.outbox, await fileOf(here));
  there.replayer.wake('answer');
  await pass(MINUTE);
  expect(there.state(1)).toMatchObject({ state: 'pending', lastOutcome: { class: 'unreachable' } });
  await comes();
  expect(here.state(1)?.state).toBe('pending');
  expect(await here.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  goesOnline();
  await here.register(2, MOBILE, CONSENT);
  await pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('what a file brings in doubt is so also where the clock of the till that wrote it was set back between the call and the file', async () => {
  const { there, here, effects, pass, comes, goesOnline } = await twoTills();
  await there.register(1, MOBILE, CONSENT);
  await pass(30_000);
  there.clock.jump(-2 * MINUTE);
  await comes();
  expect(await here.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  goesOnline();
  await here.register(2, MOBILE, CONSENT);
  await pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('a late call of what went into a file, which no till may ever get, does not arrive behind what is registered of the same person after that', async () => {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = (id, attempt) => {
    if (id !== idOf(1)) {
      effects.push(id);
      return accepted('7');
    }
    if (attempt > 1) return refusedConnection;
    till.clock.after(8 * MINUTE, () => effects.push(id));
    return lostAnswer;
  };
  await till.register(1, MOBILE, CONSENT);
  await till.clock.pass(MINUTE);
  await fileOf(till);
  expect(till.state(1)?.closedReason).toBe('moved');
  await till.register(2, MOBILE, CONSENT);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('behind what a file brings that was never sent, and a manager closes here, nobody waits', async () => {
  const { there, here, effects, pass, comes, goesOnline } = await twoTills();
  there.answer = () => refusedConnection;
  await there.register(1, MOBILE, CONSENT);
  await pass(MINUTE);
  await comes();
  expect(await here.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  goesOnline();
  await here.register(2, MOBILE, CONSENT);
  await pass(MINUTE);
  expect(effects).toEqual([idOf(2)]);
});

test('behind what was closed just before a start nothing leaves before a call of it can arrive, also where the till’s clock is an hour ahead', async () => {
  const before = await new ReplayTill().start();
  const right = before.clock.now();
  before.clock.jump(60 * MINUTE);
  before.answer = gatewayAt(before, right);
  await before.register(9);
  await before.clock.pass(MINUTE);
  expect(before.state(9)?.state).toBe('accepted');
  before.answer = (_id, attempt) => (attempt > 1 ? refusedConnection : lostAnswer);
  await before.register(1, MOBILE);
  await before.clock.pass(500);
  expect(await before.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await before.replayer.stop(0);
  const till = new ReplayTill(before.store);
  till.clock.jump(before.clock.now() - till.clock.now());
  till.answer = gatewayAt(till, before.clock.now() - 60 * MINUTE);
  await till.start();
  await till.register(2, MOBILE);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(15 * MINUTE);
  expect(till.state(2)?.state).toBe('accepted');
});

test('nor does it matter that a till whose clock is hours ahead has sent nothing yet but what a file has brought', async () => {
  const [there, before] = [await new ReplayTill().start(), new ReplayTill()];
  before.clock.jump(AHEAD);
  await before.start();
  there.answer = () => refusedConnection;
  await there.register(9, '13900009999', CONSENT);
  await there.register(1, MOBILE, CONSENT);
  await there.clock.pass(MINUTE);
  const right = gatewayAt(before, before.clock.now() - AHEAD);
  before.answer = (id, attempt) => {
    if (id === idOf(9)) return right();
    return attempt > 1 ? refusedConnection : lostAnswer;
  };
  await takeOverQueue(before.outbox, await fileOf(there));
  before.replayer.wake('answer');
  await before.clock.pass(MINUTE);
  expect(before.state(9)?.state).toBe('accepted');
  expect(before.state(1)).toMatchObject({ lastOutcome: { class: 'unreachable' } });
  expect(await before.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await before.replayer.stop(0);
  const till = new ReplayTill(before.store);
  till.clock.jump(before.clock.now() - till.clock.now());
  till.answer = gatewayAt(till, before.clock.now() - AHEAD);
  await till.start();
  await till.register(2, MOBILE);
  await till.clock.pass(10 * MINUTE);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(15 * MINUTE);
  expect(till.state(2)?.state).toBe('accepted');
});

test.each([15, 72])(
  'what a file has brought by clocks that were %i hours ahead, there and here, is held once the time is proved: nobody knows how old it is',
  async (ahead) => {
    const [there, here] = [await new ReplayTill().start(), await new ReplayTill().start()];
    const right = here.clock.now();
    for (const till of [there, here]) till.clock.jump(ahead * 60 * MINUTE);
    there.answer = () => refusedConnection;
    await there.register(1, MOBILE, CONSENT);
    await Promise.all([there.clock.pass(MINUTE), here.clock.pass(MINUTE)]);
    const answers = gatewayAt(here, right);
    // Somebody else's save proves the time.
    here.answer = (id) => (id === idOf(1) ? refusedConnection : answers());
    await takeOverQueue(here.outbox, await fileOf(there));
    await here.register(9, undefined, CONSENT);
    await here.clock.pass(20 * MINUTE);
    here.replayer.wake('send-now');
    await here.clock.pass(MINUTE);
    expect(here.state(9)?.state).toBe('accepted');
    here.answer = answers;
    await here.clock.pass(30 * 60 * MINUTE);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  },
);
