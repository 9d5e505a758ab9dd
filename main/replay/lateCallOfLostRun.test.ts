import { expect, test } from 'vitest';
import { runAfterKill } from '../../testing/tills/lostRun.ts';
import { accepted, errorAnswer } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/**
 * The run after one that ended (power) while the call of its first save was under way, which arrives eight minutes later.
 * `isLost`: the disk has not kept its mark, and the second place says at the next start that the store has gone backwards, as in
 * `main/till.ts`: the replayer is there by then.
 */
async function nextRun(isLost: boolean) {
  const effects: string[] = [];
  const till = await runAfterKill('pending', isLost);
  if (isLost) {
    const lost = { at: till.clock.now() - 2 * MINUTE, lastSequence: 1 };
    await till.outbox.returning.doubtRecovered(lost);
  }
  expect(till.outbox.saves.find(idOf(1))?.firstUnknownAt).not.toBe(null);
  till.clock.after(8 * MINUTE, () => effects.push(idOf(1)));
  return { till, effects };
}

test.each([false, true])(
  'a call of the run before does not arrive behind what is registered of the same person anew (its mark is lost: %s)',
  async (isLost) => {
    const { till, effects } = await nextRun(isLost);
    till.answer = (id) => {
      effects.push(id);
      return accepted('7');
    };
    expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
    till.replayer.start();
    await till.register(2, MOBILE);
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);

test.each([false, true])(
  'nor behind its correction, where it is refused now (its mark is lost: %s)',
  async (isLost) => {
    const { till, effects } = await nextRun(isLost);
    till.answer = (id) => {
      if (id === idOf(1)) return errorAnswer(40, 'isv.invalid-parameter');
      effects.push(id);
      return accepted('7');
    };
    till.replayer.start();
    await till.clock.pass(10_000);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await till.register(2, MOBILE, null, 1);
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual([idOf(1), idOf(2)]);
  },
);
