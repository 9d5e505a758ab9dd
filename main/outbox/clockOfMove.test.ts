import { beforeEach, describe, expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT, NOW } from '../../testing/tills/hostileQueue.ts';
import { account, gatewayAt, ReplayTill } from '../../testing/tills/replayTill.ts';
import { Vault } from '../vault/vault.ts';
import type { MovedQueue } from './movedQueue.ts';
import { openOutbox } from './openOutbox.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
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
/** The gateway has told a till what time it is. */
async function shown(till: ReplayTill, time: number): Promise<void> {
  till.answer = gatewayAt(till, time);
  await register(till, 90, '13900139000');
  await register(till, 91, '13900139001');
  await pass(20 * MINUTE);
  expect(till.outbox.time() - till.clock.now()).not.toBe(0);
}

describe('what a file brings takes the manager where the gateway shows that the clock of here is wrong', () => {
  test('behind: a later save of the same person is dated before it', async () => {
    const time = here.clock.now();
    here.clock.jump(-3 * HOUR);
    await shown(here, time);
    there.account = null;
    await register(there, 1, PERSON);
    await register(here, 11, PERSON);
    await pass(10 * MINUTE);
    expect(here.state(11)?.state).toBe('accepted');
    await come(await fileOf(there));
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test('ahead: an earlier one of the same person, which waits, would go after it', async () => {
    const time = here.clock.now();
    here.clock.jump(3 * HOUR);
    await shown(here, time);
    here.account = null;
    there.account = null;
    await register(here, 11, PERSON);
    await register(there, 1, PERSON);
    const queue = await fileOf(there);
    here.account = account;
    here.replayer.wake('settings');
    await come(queue);
    expect(sentHere()).toContain(11);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test('not what nobody else of here has anything to do with', async () => {
    const time = here.clock.now();
    here.clock.jump(-3 * HOUR);
    await shown(here, time);
    there.account = null;
    await register(there, 1, PERSON);
    await come(await fileOf(there));
    expect(sentHere()).toContain(1);
  });
});

test('so it does where the clock has begun years ago at this start, and was put right before anything else was registered', async () => {
  let now = NOW - 300 * DAY;
  const vault = new Vault(Buffer.alloc(32, 1));
  const store = new MemoryStore();
  const outbox = await openOutbox({
    ...{ store, vault, now: () => now, retention: DAY, builtAt: NOW - DAY },
  });
  const intention = {
    requestId: '2'.repeat(32),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: PERSON },
    app: platformApp(account),
    correctionOf: null,
    consent: CONSENT,
  };
  await outbox.intake.enqueue(intention);
  there.account = null;
  await register(there, 1, PERSON);
  now = NOW + HOUR;
  await takeOverQueue(outbox, await fileOf(there));
  expect(outbox.saves.find('1'.padStart(32, '0'))).toMatchObject({ heldReason: 'late-import' });
});

test('what was made before a key was lost takes the manager as long as its folder waits, also where the clock of here is behind', async () => {
  const at = NOW - 3 * HOUR;
  const outbox = await openOutbox({
    ...{ store: new MemoryStore(), vault: new Vault(Buffer.alloc(32, 1)), retention: HOUR },
    ...{ now: () => at + HOUR, knownTime: () => NOW + HOUR },
    aside: { holds: () => false, keeps: () => false, knownSince: at, hasGiven: true },
  });
  there.account = null;
  there.clock.jump(NOW - HOUR / 2 - there.clock.now());
  await register(there, 1, PERSON);
  await takeOverQueue(outbox, await fileOf(there));
  expect(outbox.saves.find('1'.padStart(32, '0'))).toMatchObject({ heldReason: 'late-import' });
});

describe('what goes into a file takes the manager of the other till where nobody knows when it was made', () => {
  test('as it was behind meanwhile', async () => {
    there.account = null;
    here.account = null;
    await register(there, 10);
    await register(here, 11);
    there.clock.jump(-300 * DAY);
    await register(there, 1, PERSON);
    there.clock.jump(300 * DAY);
    await register(there, 12);
    const queue = await fileOf(there);
    here.account = account;
    await come(queue);
    expect(sentHere()).toContain(11);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('as it was ahead: the other till would take it for made after what that has forgotten', async () => {
    there.account = null;
    there.clock.jump(3 * HOUR);
    await register(there, 1, PERSON);
    there.clock.jump(-3 * HOUR);
    await register(there, 12);
    await register(here, 11);
    await come(await fileOf(there));
    expect(sentHere()).toEqual([11]);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('as its date is still to come, though nothing else was registered since: a later one was accepted, and is forgotten', async () => {
    there.account = null;
    there.clock.jump(10 * DAY);
    await register(there, 1, PERSON);
    there.clock.jump(-10 * DAY);
    await register(here, 11, PERSON);
    await pass(8 * DAY);
    await here.outbox.housekeep(here.clock.now());
    expect(here.state(11)).toBeUndefined();
    await come(await fileOf(there));
    expect(sentHere()).toEqual([11]);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('as long as the gateway shows that the clock is wrong', async () => {
    const time = there.clock.now();
    there.clock.jump(3 * HOUR);
    await shown(there, time);
    there.account = null;
    await register(there, 1, PERSON);
    await register(here, 11);
    await come(await fileOf(there));
    expect(sentHere()).toEqual([11]);
  });

  test('not where a clock was set back by a little: what is dated so goes by itself', async () => {
    there.account = null;
    await register(there, 1, PERSON);
    there.clock.jump(-3 * MINUTE);
    await register(there, 12);
    await come(await fileOf(there));
    expect(sentHere()).toEqual([1, 12]);
  });
});
