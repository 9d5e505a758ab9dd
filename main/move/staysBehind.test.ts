import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import {
  accepted,
  account,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MOBILE = '13800138000';
const CARD = { outerId: '2088123456789012', outerType: 'alipay' } as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const nameOf = (id: string) => Number(id);

/** Which saves take effect, in their order, at both tills. */
const effects: string[] = [];
const takesEffect = (at: string) => (id: string) => {
  effects.push(`${nameOf(id)} ${at}`);
  return accepted('7');
};

let desk: MoveDesk;
beforeEach(async () => {
  effects.length = 0;
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

async function register(
  till: ReplayTill,
  number: number,
  member: Member,
  corrects: number | null = null,
): Promise<void> {
  const idOf = (one: number) => String(one).padStart(32, '0');
  const result = await till.outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member,
    app: platformApp(account),
    correctionOf: corrects === null ? null : idOf(corrects),
    consent: CONSENT,
  });
  if (result.ok && result.isNew) till.replayer.prioritize(result.save);
}

/** Whatever is sent from now on is under way until the function that this gives is called. */
function keepsUnderWay(till: ReplayTill): (response: GatewayResponse) => void {
  let answer: (response: GatewayResponse) => void = () => {};
  till.answer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  return (response) => answer(response);
}

/** The line breaks before the form that is under way has left, while the disk is full for ten minutes. */
async function breaksWhileDiskIsFull(
  till: ReplayTill,
  answer: (response: GatewayResponse) => void,
): Promise<void> {
  till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  till.answer = () => refusedConnection;
  answer(refusedConnection);
  await till.clock.pass(10 * MINUTE);
  till.store.refusal = null;
}

/**
 * The manager moves the queue to another till, which sends at once; later this one finds its gateway again. Gives what
 * the manager is told of the export.
 */
async function moves(till: ReplayTill) {
  const move = desk.moving(till);
  const moving = desk.carryOut(move, 'export');
  for (let second = 0; second < 60; second += 1) {
    await till.clock.pass(1_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await moving).toBeNull();
  const report = move.question?.report;
  move.close();
  const other = await new ReplayTill().start();
  other.clock.jump(till.clock.now() - other.clock.now());
  other.answer = takesEffect('there');
  expect(await desk.carryOut(desk.moving(other), 'import')).toBeNull();
  await other.clock.pass(MINUTE);
  till.answer = takesEffect('here');
  till.replayer.wake('network');
  await till.clock.pass(30 * MINUTE);
  return report;
}

test('what goes into a file overtakes no earlier save of its person that stays: after a full disk, one whose answer is still to be stored', async () => {
  const till = await new ReplayTill().start();
  const answer = keepsUnderWay(till);
  // The customer, and right after that his correction: it waits for the first one.
  await till.register(1, MOBILE, CONSENT);
  await till.clock.pass(100);
  await till.register(2, MOBILE, CONSENT, 1);
  // Somebody else, who goes.
  await till.register(3, '13900139000', CONSENT);
  await breaksWhileDiskIsFull(till, answer);
  expect(await moves(till)).toMatchObject({ saves: 1, left: 2 });
  expect(effects).toEqual(['3 there', '1 here', '2 here']);
});

test('nor one that is of its person only by a third save, which has the number and the card and was accepted before', async () => {
  const yesterday = await new ReplayTill().start();
  await register(yesterday, 9, { mobile: MOBILE, ...CARD });
  await yesterday.clock.pass(MINUTE);
  expect(yesterday.outbox.saves.counts.accepted).toBe(1);
  await yesterday.replayer.stop(0);
  const till = await new ReplayTill(yesterday.store).start();
  const answer = keepsUnderWay(till);
  await register(till, 1, { mobile: MOBILE });
  await till.clock.pass(100);
  await register(till, 2, CARD);
  await till.register(3, '13900139000', CONSENT);
  await breaksWhileDiskIsFull(till, answer);
  expect(await moves(till)).toMatchObject({ saves: 1, left: 2 });
  expect(effects).toEqual(['3 there', '1 here', '2 here']);
});

/** A clock that stands forty days ahead while a correction of the first is registered: it says that she has turned fourteen. */
async function correctedByClockAhead(till: ReplayTill): Promise<void> {
  await register(till, 1, { mobile: MOBILE });
  await till.clock.pass(MINUTE);
  const soon = new Date(till.clock.now() + 20 * DAY);
  const birthday = `${soon.getUTCFullYear() - 14}${soon.toISOString().slice(4, 10)}`;
  till.clock.jump(40 * DAY);
  await register(till, 2, { mobile: MOBILE, birthday }, 1);
  await till.clock.pass(MINUTE);
  till.clock.jump(-40 * DAY);
}

test('nor does anything go in front of a save of its person that stays, as of one that no till would take', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  // Somebody else, who goes.
  await till.register(3, '13900139000', CONSENT);
  await correctedByClockAhead(till);
  expect(await desk.moving(till).foreseeExport()).toMatchObject({
    waiting: 1,
    stays: { refused: 1, samePerson: 1 },
  });
  expect(await moves(till)).toMatchObject({ saves: 1, left: 2 });
  expect(effects).toEqual(['3 there', '1 here', '2 here']);
});

test('where all that would be left of a queue stays, there is no file, and what stays is sent from here', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  await correctedByClockAhead(till);
  expect(await desk.carryOut(desk.moving(till), 'export')).toBe('move.nothing');
  till.answer = takesEffect('here');
  till.replayer.wake('network');
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual(['1 here', '2 here']);
});
