import { beforeEach, describe, expect, test } from 'vitest';
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

const idOf = (number: number) => String(number).padStart(32, '0');
const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
async function accept(number: number, mobile: string) {
  here.answer = (id) => accepted(id);
  await here.register(number, mobile, CONSENT);
  await pass(MINUTE);
  expect(here.state(number)?.state).toBe('accepted');
}
/** From now on the other till holds whatever it gets, for its app or since it is refused. */
async function holds(kind: 'other-app' | 'rejected') {
  there.account = kind === 'other-app' ? OTHER_APP : account;
  there.answer = () => refusal;
  there.replayer.wake('settings');
  await pass(MINUTE);
}
async function move(from: ReplayTill, to: ReplayTill) {
  const { queue, requestIds } = packMovable(from.outbox);
  await from.outbox.lending.lend(requestIds, from.outbox.time());
  await from.outbox.lending.close(requestIds);
  expect(await takeOverQueue(to.outbox, queue)).toMatchObject({ ok: true });
  to.replayer.wake('answer');
  await pass(10 * MINUTE);
}
const sentHere = () => here.sent.map(({ requestId }) => Number(requestId));
function sendAgainHere(number: number) {
  const save = here.state(number);
  return save && here.outbox.permissions.of(save).sendAgain;
}

describe.each(['other-app', 'rejected'] as const)('what another till had held (%s)', (kind) => {
  test('takes the manager where nobody knows if somebody’s save of here was made before: its clock was wrong then', async () => {
    await accept(10, '13900139001');
    there.account = null;
    await there.register(1, PERSON, CONSENT);
    await holds(kind);
    expect(there.state(1)?.heldReason).toBe(kind);
    here.clock.jump(-300 * DAY);
    await accept(11, PERSON);
    here.clock.jump(300 * DAY);
    await accept(12, '13900139002');
    await move(there, here);
    expect(sentHere()).toEqual([10, 11, 12]);
    expect(sendAgainHere(1)).toBe('manager');
  });

  test('takes the manager where one has discarded it here', async () => {
    here.account = null;
    await here.register(1, PERSON, CONSENT);
    await holds(kind);
    await move(here, there);
    expect(there.state(1)?.heldReason).toBe(kind);
    await here.outbox.decisions.requeue(idOf(1));
    await here.outbox.decisions.discard(idOf(1), 'manager');
    here.account = account;
    await pass(MINUTE);
    await move(there, here);
    expect(sentHere()).toEqual([]);
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
    expect(sendAgainHere(1)).toBe('manager');
  });
});

describe('what was corrected here, while another till had it too', () => {
  /** 1 waits there and was refused here; its correction 2 is with it now. */
  async function correctedHere() {
    there.account = null;
    here.account = null;
    await here.register(1, PERSON, CONSENT);
    await move(here, there);
    here.account = account;
    here.answer = () => refusal;
    await here.outbox.decisions.requeue(idOf(1));
    here.replayer.wake('settings');
    await pass(MINUTE);
    here.account = null;
    await here.register(2, PERSON, CONSENT, 1);
    expect(here.state(1)?.closedReason).toBe('corrected');
    await pass(MINUTE);
    await move(here, there);
  }

  test('comes home where the correction was discarded there: nobody else would have it any more', async () => {
    await correctedHere();
    await there.outbox.decisions.discard(idOf(2), 'manager');
    await move(there, here);
    expect(there.state(1)?.closedReason).toBe('moved');
    expect(here.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });

  test('comes home for the manager too where the clock of here was ahead when it was corrected: no file is dated behind that', async () => {
    here.clock.jump(3 * DAY);
    await correctedHere();
    here.clock.jump(-3 * DAY);
    await there.outbox.decisions.discard(idOf(2), 'manager');
    // In doubt for longer than since the file, as far as anybody knows there: a call of it may be on its way so long.
    await pass(21 * MINUTE);
    await move(there, here);
    expect(here.state(1)?.state).toBe('held');
    expect(sendAgainHere(1)).toBe('manager');
  });

  test('stays closed where the correction comes home as well', async () => {
    await correctedHere();
    await move(there, here);
    expect(here.state(1)?.closedReason).toBe('corrected');
    expect(here.state(2)?.state).toBe('pending');
  });
});
