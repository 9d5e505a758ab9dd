import { expect, test } from 'vitest';
import type { Closing } from '../../app/outbox/save.ts';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import { errorAnswer, ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const CLOSING: Closing = { reason: 'mistake', operatorId: '1', run: 'run-1' };
const idOf = (number: number) => String(number).padStart(32, '0');

/**
 * 1 was refused, and is here and in `old`; the manager has discarded it, and its correction 2, with this number; that he has
 * taken back since, and it has gone to another till. Without a number: 1 alone.
 */
async function discardedHere(corrected: string | null) {
  const here = await new ReplayTill().start();
  const pass = () => here.clock.pass(MINUTE);
  here.answer = () => errorAnswer(40, 'isv.invalid-parameter');
  await here.register(1, MOBILE, CONSENT);
  await pass();
  const old = await fileOf(here);
  await takeOverQueue(here.outbox, old);
  await pass();
  here.answer = () => refusedConnection;
  const { decisions } = here.outbox;
  const discard = (number: number) => decisions.discard(idOf(number), 'manager', CLOSING);
  if (corrected !== null) {
    await here.register(2, corrected, CONSENT, 1);
    await discard(2);
  }
  await discard(1);
  expect(here.state(1)).toMatchObject({ state: 'discarded', closedReason: 'manager' });
  await pass();
  if (corrected !== null) {
    await decisions.requeue(idOf(2));
    expect((await fileOf(here)).saves).toHaveLength(1);
  }
  await pass();
  return { here, old };
}

test.each([
  ['it alone', null],
  ['a correction of it, which has gone to another till', '13800002222'],
  ['one of the same number', MOBILE],
])(
  'what the manager has discarded here stays so, whatever file of before it stands in: %s',
  async (_what, corrected) => {
    const { here, old } = await discardedHere(corrected);
    const before = here.state(1);
    expect(await takeOverQueue(here.outbox, old)).toMatchObject({ taken: 0 });
    expect(here.state(1)).toEqual(before);
    expect(before).toMatchObject({ state: 'discarded', closing: CLOSING });
  },
);

test('out of a file that was written since it is held for the manager, as without a correction', async () => {
  const { here, old } = await discardedHere('13800002222');
  const there = await new ReplayTill().start();
  there.clock.jump(here.clock.now() - there.clock.now());
  await takeOverQueue(there.outbox, old);
  await takeOverQueue(here.outbox, await fileOf(there));
  const one = here.state(1);
  expect(one).toMatchObject({ state: 'held', heldReason: 'late-import' });
  expect(one && here.outbox.permissions.of(one).sendAgain).toBe('manager');
});
