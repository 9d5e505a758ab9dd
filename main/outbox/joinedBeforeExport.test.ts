import { beforeEach, expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { account, ReplayTill } from '../../testing/tills/replayTill.ts';
import { packMovable } from '../move/movable.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = { mobile: '13800138000' };
const CODE = { outerId: 'code', outerType: 'wechat' } as const;

let here: ReplayTill;
let there: ReplayTill;
beforeEach(async () => {
  [here, there] = [await new ReplayTill().start(), await new ReplayTill().start()];
});

const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
async function register(till: ReplayTill, number: number, member: Member) {
  const result = await till.outbox.intake.enqueue({
    requestId: String(number).padStart(32, '0'),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member,
    app: platformApp(account),
    correctionOf: null,
    consent: CONSENT,
  });
  if (result.ok) till.replayer.prioritize(result.save);
  await pass(MINUTE);
}
/** 1 is accepted there, 2 waits there, and 3 is accepted here; then 2 comes here. What is sent from here. */
async function moved(first: Member, second: Member, third: Member): Promise<number[]> {
  await register(there, 1, first);
  there.account = null;
  await register(there, 2, second);
  await register(here, 3, third);
  const { queue, requestIds } = packMovable(there.outbox);
  await there.outbox.lending.lend(requestIds, there.outbox.time());
  await there.outbox.lending.close(requestIds);
  expect(await takeOverQueue(here.outbox, queue)).toMatchObject({ ok: true, taken: 1 });
  here.replayer.wake('answer');
  await pass(10 * MINUTE);
  return here.sent.map(({ requestId }) => Number(requestId));
}

test('what waits is held by the till that takes it where its person had a code at the other one that the file does not tell', async () => {
  expect(await moved({ ...MOBILE, ...CODE }, MOBILE, CODE)).toEqual([3]);
  expect(here.state(2)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('it goes by itself where the file tells all that names its person', async () => {
  expect(await moved(MOBILE, { ...MOBILE, ...CODE }, { mobile: '13900139000' })).toEqual([3, 2]);
});
