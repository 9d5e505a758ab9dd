import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import {
  accepted,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const BEFORE = '13800000001';
const SINCE = '13800000099';
const HOUR = 60 * 60_000;

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** The order in which what is sent takes effect: the first answer to this one is lost on its way, and the call never arrived. */
function effects(till: ReplayTill, lost: number): number[] {
  const order: number[] = [];
  till.answer = (id, attempt) => {
    if (Number(id) === lost && attempt === 1) return lostAnswer;
    order.push(Number(id));
    return accepted(`9${Number(id)}`);
  };
  return order;
}

/** The till is out of reach again once all that waits has been accepted. */
async function allAccepted(): Promise<void> {
  const { from } = desk;
  from.answer = () => accepted('7');
  await from.clock.pass(60_000);
  expect(from.outbox.saves.counts).toMatchObject({ pending: 0, held: 0 });
  from.answer = () => refusedConnection;
}

async function corrected(number: number, mobile: string, corrects: number): Promise<void> {
  expect(await desk.from.register(number, mobile, CONSENT, corrects)).toMatchObject({ ok: true });
  await desk.from.clock.pass(0);
}

/** A member that was accepted, corrected twice by two numbers; both wait. */
async function twoWait(): Promise<ReplayTill> {
  await allAccepted();
  // The number was put right, and then it was the former one after all: by that the till knows the first save alone.
  await corrected(4, SINCE, 1);
  await corrected(5, BEFORE, 1);
  return desk.from;
}

/** Another till, with a clock that is not behind. */
async function anotherTill(): Promise<ReplayTill> {
  const to = await new ReplayTill().start();
  await to.clock.pass(desk.from.clock.now() - to.clock.now() + 1_000);
  return to;
}

const exported = (file?: string) => desk.carryOut(desk.moving(desk.from), 'export', WORDS, file);
const imported = (to: ReplayTill, file?: string) =>
  desk.carryOut(desk.moving(to), 'import', WORDS, file);

test('of two corrections of one member the second waits for the first', async () => {
  const from = await twoWait();
  const order = effects(from, 4);
  await from.clock.pass(HOUR);
  expect(order).toEqual([4, 5]);
});

test('so it does at the till that takes them over, and knows nothing of the member itself', async () => {
  await twoWait();
  expect(await exported()).toBeNull();
  const to = await anotherTill();
  const order = effects(to, 4);
  expect(await imported(to)).toBeNull();
  await to.clock.pass(HOUR);
  expect(order).toEqual([4, 5]);
});

test('and where the rest of the file is read after a start', async () => {
  await twoWait();
  expect(await exported()).toBeNull();
  const before = await anotherTill();
  before.answer = () => refusedConnection;
  expect(await imported(before)).toBeNull();
  await before.replayer.stop(0);
  const to = await new ReplayTill(before.store).start();
  const order = effects(to, 4);
  await to.clock.pass(before.clock.now() - to.clock.now() + HOUR);
  expect(order).toEqual([4, 5]);
});

test('of two of them of which the file does not tell that they are one member’s, as one corrects a correction that stays, the second goes by the manager’s word alone', async () => {
  await allAccepted();
  await corrected(3, SINCE, 1);
  await allAccepted();
  await corrected(4, SINCE, 3);
  await corrected(5, BEFORE, 1);
  expect(await exported()).toBeNull();
  const to = await anotherTill();
  const order = effects(to, 4);
  expect(await imported(to)).toBeNull();
  await to.clock.pass(HOUR);
  expect(order).toEqual([4]);
  expect(to.state(5)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

/** Each correction in a file of its own; the later one is imported first. */
async function twoFiles(to: ReplayTill): Promise<void> {
  const [first, second] = [join(desk.outside, 'first'), join(desk.outside, 'second')];
  const { from } = desk;
  await from.clock.pass(60_000);
  await corrected(4, BEFORE, 1);
  expect(await exported(first)).toBeNull();
  await from.clock.pass(HOUR);
  await corrected(5, SINCE, 1);
  expect(await exported(second)).toBeNull();
  await to.clock.pass(from.clock.now() - to.clock.now() + 1_000);
  expect(await imported(to, second)).toBeNull();
  await to.clock.pass(60_000);
  expect(to.state(5)?.state).toBe('accepted');
  expect(await imported(to, first)).toBeNull();
  await to.clock.pass(60_000);
}
const HELD = { state: 'held', heldReason: 'late-import' };

test('of two corrections of one member that come in two files the older one is not sent behind the newer', async () => {
  const to = await new ReplayTill().start();
  const file = join(desk.outside, 'member');
  expect(await exported(file)).toBeNull();
  await to.clock.pass(desk.from.clock.now() - to.clock.now() + 1_000);
  expect(await imported(to, file)).toBeNull();
  await to.clock.pass(60_000);
  expect(to.state(1)?.state).toBe('accepted');
  await twoFiles(to);
  expect(to.state(4)).toMatchObject(HELD);
});

test('nor where nobody there knows the member itself', async () => {
  await allAccepted();
  const to = await new ReplayTill().start();
  await twoFiles(to);
  expect(to.state(4)).toMatchObject(HELD);
});
