import { beforeEach, describe, expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { account, gatewayAt, ReplayTill } from '../../testing/tills/replayTill.ts';
import type { MovedQueue } from './movedQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PERSON = '13800138000';

let here: ReplayTill;
let there: ReplayTill;
beforeEach(async () => {
  [here, there] = [await new ReplayTill().start(), await new ReplayTill().start()];
});

const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
async function register(till: ReplayTill, number: number, mobile?: string): Promise<void> {
  await till.register(number, mobile, CONSENT);
  await pass(MINUTE);
}
async function come(queue: MovedQueue): Promise<void> {
  expect(await takeOverQueue(here.outbox, queue)).toMatchObject({ ok: true });
  here.replayer.wake('answer');
  await pass(10 * MINUTE);
}
const sentHere = () => here.sent.map(({ requestId }) => Number(requestId));

describe('what a file brings takes the manager where the clock of here was wrong, and was put right since', () => {
  test('behind: a later save of the same person, which was sent, is dated before it', async () => {
    const time = here.clock.now();
    here.clock.jump(-3 * HOUR);
    here.answer = gatewayAt(here, time);
    there.account = null;
    await register(there, 1, PERSON);
    await register(here, 11, PERSON);
    await pass(10 * MINUTE);
    expect(here.state(11)?.state).toBe('accepted');
    here.clock.jump(3 * HOUR);
    await pass(MINUTE);
    await come(await fileOf(there));
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test('behind: a later one, which waits, is dated before it', async () => {
    here.clock.jump(-3 * HOUR);
    here.account = null;
    there.account = null;
    await register(there, 1, PERSON);
    await register(here, 11, PERSON);
    here.clock.jump(3 * HOUR);
    const queue = await fileOf(there);
    here.account = account;
    here.replayer.wake('settings');
    await come(queue);
    expect(sentHere()).toContain(11);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test('ahead: an earlier one, which waits, would go after it', async () => {
    here.clock.jump(3 * HOUR);
    here.account = null;
    there.account = null;
    await register(here, 11, PERSON);
    here.clock.jump(-3 * HOUR);
    await register(there, 1, PERSON);
    const queue = await fileOf(there);
    here.account = account;
    here.replayer.wake('settings');
    await come(queue);
    expect(sentHere()).toContain(11);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });
});

describe('so it does where the till has begun anew since', () => {
  const anew = async () => {
    const next = new ReplayTill(here.store);
    next.clock.jump(there.clock.now() - next.clock.now());
    next.account = null;
    here = await next.start();
  };

  test('behind: a later save of the same person was sent', async () => {
    here.answer = gatewayAt(here, here.clock.now());
    here.clock.jump(-3 * HOUR);
    there.account = null;
    await register(there, 1, PERSON);
    await register(here, 11, PERSON);
    await pass(10 * MINUTE);
    expect(here.state(11)?.state).toBe('accepted');
    await anew();
    here.account = account;
    await come(await fileOf(there));
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test.each([-3, 3])('%i h ahead: another one of the same person waits', async (hours) => {
    here.clock.jump(hours * HOUR);
    here.account = null;
    there.account = null;
    await register(here, 11, PERSON);
    await register(there, 1, PERSON);
    await pass(4 * HOUR);
    await anew();
    const queue = await fileOf(there);
    here.account = account;
    await come(queue);
    expect(sentHere()).toContain(11);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });
});

describe('what goes into a file takes the manager of the other till where the clock of here was wrong, and was put right since', () => {
  test('ahead: by its date it would go behind what is newer, and was sent', async () => {
    there.account = null;
    there.clock.jump(3 * HOUR);
    await register(there, 1, PERSON);
    there.clock.jump(-3 * HOUR);
    await register(here, 11, PERSON);
    await come(await fileOf(there));
    expect(sentHere()).toEqual([11]);
  });

  test('so it does where the till has begun anew since, and its date has come', async () => {
    there.account = null;
    there.clock.jump(3 * HOUR);
    await register(there, 1, PERSON);
    await register(here, 11, PERSON);
    const anew = new ReplayTill(there.store);
    anew.clock.jump(here.clock.now() - anew.clock.now());
    anew.account = null;
    there = await anew.start();
    await pass(4 * HOUR);
    await come(await fileOf(there));
    expect(sentHere()).toEqual([11]);
  });

  test('behind: by its date it would go before what is older', async () => {
    there.account = null;
    here.account = null;
    await register(here, 11, PERSON);
    there.clock.jump(-3 * HOUR);
    await register(there, 1, PERSON);
    there.clock.jump(3 * HOUR);
    const queue = await fileOf(there);
    here.account = account;
    await come(queue);
    expect(sentHere()).toEqual([11]);
  });
});
