import { beforeEach, expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { account, ReplayTill } from '../../testing/tills/replayTill.ts';
import { foreseeQueue } from './foreseeQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = { mobile: '13800138000' };
const WRONG = { mobile: '13800138009' };
const CODE = { outerId: 'code', outerType: 'wechat' } as const;
const idOf = (number: number) => String(number).padStart(32, '0');

let here: ReplayTill;
let there: ReplayTill;
beforeEach(async () => {
  [here, there] = [await new ReplayTill().start(), await new ReplayTill().start()];
  // Without settings nothing leaves, and what is registered waits.
  there.account = null;
});

async function register(till: ReplayTill, number: number, member: Member, corrects?: number) {
  const result = await till.outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member,
    app: platformApp(account),
    correctionOf: corrects === undefined ? null : idOf(corrects),
    consent: CONSENT,
  });
  expect(result.ok).toBe(true);
  till.replayer.wake('answer');
  await Promise.all([here.clock.pass(MINUTE), there.clock.pass(MINUTE)]);
}

/** What becomes here of what the other till has, and of how many it was said before that they would be held. */
async function comes() {
  const queue = await fileOf(there);
  const { held } = await foreseeQueue(here.outbox, queue, null, async () => undefined);
  await takeOverQueue(here.outbox, queue);
  here.replayer.wake('answer');
  await here.clock.pass(MINUTE);
  return { sent: here.sent.map(({ requestId }) => Number(requestId)), held: held['late-import'] };
}

test('what a file brings is held where only the one behind it shows that somebody who was sent here since is the same person', async () => {
  await register(there, 1, MOBILE);
  await register(there, 2, { ...MOBILE, ...CODE });
  await register(here, 11, CODE);
  expect(await comes()).toEqual({ sent: [11], held: 2 });
});

test('so it is where only a correction behind it does, of what comes with it', async () => {
  await register(there, 1, MOBILE);
  await register(there, 2, WRONG);
  await register(there, 3, MOBILE, 2);
  await register(here, 11, WRONG);
  const { sent } = await comes();
  expect(sent).toEqual([11]);
});

test('and goes by itself where nothing in the file shows it', async () => {
  await register(there, 1, MOBILE);
  await register(there, 2, { ...WRONG, ...CODE });
  await register(here, 11, CODE);
  expect(await comes()).toEqual({ sent: [11, 1], held: 1 });
});
