import { beforeEach, expect, test } from 'vitest';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { accepted, account, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import { packMovable } from '../move/movable.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PERSON = '13800138000';
const OTHER_APP = { ...account, appKey: 'k9' };
const refusal = errorAnswer(15, 'isv.invalid-parameter');

let here: ReplayTill;
let there: ReplayTill;
beforeEach(async () => {
  [here, there] = [await new ReplayTill().start(), await new ReplayTill().start()];
});

const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
async function accept(till: ReplayTill, number: number) {
  till.answer = (id) => accepted(id);
  await till.register(number, PERSON, CONSENT);
  await pass(MINUTE);
  expect(till.state(number)?.state).toBe('accepted');
}
/** Made for the app that the other till has, while this one gets another. */
async function heldForItsApp(till: ReplayTill, number: number) {
  till.account = null;
  await till.register(number, PERSON, CONSENT);
  till.account = OTHER_APP;
  till.replayer.wake('settings');
  await pass(MINUTE);
  expect(till.state(number)).toMatchObject({ heldReason: 'other-app' });
}
async function refused(till: ReplayTill, number: number, mobile = PERSON) {
  till.answer = () => refusal;
  await till.register(number, mobile, CONSENT);
  await pass(MINUTE);
  expect(till.state(number)).toMatchObject({ heldReason: 'rejected' });
}
/** Its queue goes to the other till, whose clock is `ahead` (ms) of this one’s. */
async function move(from: ReplayTill, to: ReplayTill, ahead = 0) {
  to.clock.jump(ahead);
  const { queue, requestIds } = packMovable(from.outbox);
  await from.outbox.lending.lend(requestIds, from.outbox.time());
  await from.outbox.lending.close(requestIds);
  expect(await takeOverQueue(to.outbox, queue)).toMatchObject({ ok: true });
  to.replayer.wake('answer');
  await pass(10 * MINUTE);
}
const sentBy = (till: ReplayTill) => till.sent.map(({ requestId }) => Number(requestId));
function sendAgain(till: ReplayTill, number: number) {
  const save = till.state(number);
  return save && till.outbox.permissions.of(save).sendAgain;
}

test.each([0, -4 * MINUTE])(
  'what was held for its app, and passed, is not sent by the till that has the app (its clock %i ms ahead)',
  async (ahead) => {
    await heldForItsApp(there, 1);
    await accept(there, 2);
    await move(there, here, ahead);
    expect(sentBy(here)).toEqual([]);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(sendAgain(here, 1)).toBe('manager');
  },
);

test('what was refused, and passed, takes the manager at another till as well', async () => {
  await refused(there, 1);
  await accept(there, 2);
  expect(sendAgain(there, 1)).toBe('manager');
  await move(there, here);
  expect(here.state(1)).toMatchObject({ heldReason: 'rejected' });
  expect(sendAgain(here, 1)).toBe('manager');
});

test('so does what was passed by one that is forgotten by now', async () => {
  await refused(there, 1);
  await accept(there, 2);
  await pass(8 * DAY);
  await there.outbox.housekeep(null);
  expect(there.state(2)).toBeUndefined();
  await move(there, here);
  expect(sendAgain(here, 1)).toBe('manager');
});

test('what nothing has passed goes on as before', async () => {
  await heldForItsApp(there, 1);
  await move(there, here);
  expect(sentBy(here)).toEqual([1]);
  there.account = account;
  await refused(there, 3, '13900139000');
  await move(there, here);
  expect(sendAgain(here, 3)).toBe('anyone');
});
