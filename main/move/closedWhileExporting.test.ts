import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, id } from '../../testing/tills/boundTill.ts';
import { CONSENT, MoveDesk, startAgain } from '../../testing/tills/moveDesk.ts';
import { errorAnswer } from '../../testing/tills/replayTill.ts';
import type { QueueFiles } from './queueFiles.ts';

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** An export during which something happens, and the disk is full then. */
async function failsAfter(act: () => Promise<unknown>) {
  const write: QueueFiles['write'] = async () => {
    await act();
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  };
  expect(await desk.carryOut(desk.moving(desk.from, { write }), 'export')).toBe('move.not-written');
}

test('an export that comes to nothing ends the doubt also of what the manager has closed meanwhile: taken back, it is sent whenever the line is back', async () => {
  const { from } = desk;
  const { decisions } = from.outbox;
  await failsAfter(() =>
    decisions.discard(id(1), 'manager', { reason: 'mistake', operatorId: '3' }),
  );
  expect(from.state(1)).toMatchObject({ state: 'discarded', firstUnknownAt: null, lentAt: null });
  await decisions.requeue(id(1));
  expect(from.state(1)).toMatchObject({ state: 'pending', firstUnknownAt: null, lentAt: null });
  await from.replayer.stop(0);
  const again = await startAgain(from.store, 27 * HOUR);
  expect(again.state(1)).toMatchObject({ state: 'accepted' });
});

test('and of what a correction has closed meanwhile', async () => {
  const { from } = desk;
  from.answer = () => errorAnswer(40);
  from.replayer.wake('send-now');
  await from.clock.pass(10_000);
  expect(from.state(1)?.state).toBe('held');
  await failsAfter(() => from.register(3, undefined, CONSENT, 1));
  expect(from.state(1)).toMatchObject({
    state: 'discarded',
    closedReason: 'corrected',
    firstUnknownAt: null,
    lentAt: null,
  });
});
