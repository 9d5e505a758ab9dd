import { beforeEach, expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { account, ReplayTill } from '../../testing/tills/replayTill.ts';
import { packMovable } from '../move/movable.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = { mobile: '13800138000' };
const OTHER = { mobile: '13900139000' };
const CODE = { outerId: 'code', outerType: 'wechat' } as const;

let here: ReplayTill;
let there: ReplayTill;
let third: ReplayTill;
beforeEach(async () => {
  const tills = [0, 1, 2].map(() => new ReplayTill().start());
  [here, there, third] = (await Promise.all(tills)) as [ReplayTill, ReplayTill, ReplayTill];
});

const all = () => [here, there, third];
const pass = (ms: number) => Promise.all(all().map(({ clock }) => clock.pass(ms)));
const idOf = (number: number) => String(number).padStart(32, '0');
async function register(till: ReplayTill, number: number, member: Member, corrects = 0) {
  const result = await till.outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member,
    app: platformApp(account),
    correctionOf: corrects === 0 ? null : idOf(corrects),
    consent: CONSENT,
  });
  if (result.ok) till.replayer.prioritize(result.save);
  await pass(MINUTE);
}
const sentFrom = (till: ReplayTill) => till.sent.map(({ requestId }) => Number(requestId));
/** All that waits there comes to another till. */
async function moveTo(till: ReplayTill, count = 1): Promise<void> {
  const { queue, requestIds } = packMovable(there.outbox);
  await there.outbox.lending.lend(requestIds, there.outbox.time());
  await there.outbox.lending.close(requestIds);
  expect(await takeOverQueue(till.outbox, queue)).toMatchObject({ ok: true, taken: count });
  till.replayer.wake('answer');
  await pass(10 * MINUTE);
}
/** 2 waits there, and 3 is accepted here; then 2 comes here. What is sent from here. */
async function secondMoves(second: Member, since: Member): Promise<number[]> {
  there.account = null;
  await register(there, 2, second);
  await register(here, 3, since);
  await moveTo(here);
  return sentFrom(here);
}
/** The same behind 1, which is accepted there. */
async function moved(first: Member, second: Member, since: Member): Promise<number[]> {
  await register(there, 1, first);
  return secondMoves(second, since);
}

test('what waits is held by the till that takes it where its person had a code at the other one that the file does not tell', async () => {
  expect(await moved({ ...MOBILE, ...CODE }, MOBILE, CODE)).toEqual([3]);
  expect(here.state(2)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('so it is where only another that goes along has that code', async () => {
  await register(there, 1, { ...OTHER, ...CODE });
  there.account = null;
  await register(there, 2, MOBILE);
  await register(there, 4, { ...MOBILE, ...CODE });
  await register(here, 3, OTHER);
  await moveTo(here, 2);
  expect(sentFrom(here)).toEqual([3]);
  expect(here.state(2)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('it goes by itself where the file tells all that names its person', async () => {
  expect(await moved(MOBILE, { ...MOBILE, ...CODE }, OTHER)).toEqual([3, 2]);
});

test('it is held where the one with the code was a correction: that names its person as well', async () => {
  await register(there, 1, { ...OTHER, ...CODE });
  await register(there, 4, { ...MOBILE, ...CODE }, 1);
  expect(there.state(4)?.state).toBe('accepted');
  expect(await secondMoves(MOBILE, CODE)).toEqual([3]);
});

test('it goes by itself where the number that was corrected is theirs, or that of the one that corrects it: it may be another person’s', async () => {
  await register(there, 1, OTHER);
  await register(there, 4, MOBILE, 1);
  expect(await secondMoves(MOBILE, CODE)).toEqual([3, 2]);
  await register(there, 5, OTHER);
  await moveTo(here);
  expect(sentFrom(here)).toEqual([3, 2, 5]);
});

test('it is held where the one with the code has gone to a third till, and was accepted there', async () => {
  there.account = null;
  await register(there, 1, { ...MOBILE, ...CODE });
  await moveTo(third);
  expect(sentFrom(third)).toEqual([1]);
  expect(await secondMoves(MOBILE, CODE)).toEqual([3]);
  expect(here.state(2)).toMatchObject({ state: 'held', heldReason: 'stale' });
});
