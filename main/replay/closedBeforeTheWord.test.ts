import { expect, test } from 'vitest';
import { runAfterKill } from '../../testing/tills/lostRun.ts';
import { accepted } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/** Of which the earlier state of the store knows nothing, until `hear`. */
async function afterLostRun(first: 'pending' | 'held') {
  const effects: string[] = [];
  const till = await runAfterKill(first, true);
  till.clock.after(8 * MINUTE, () => effects.push(idOf(1)));
  till.answer = (id) => {
    effects.push(id);
    return accepted('7');
  };
  const word = { at: till.clock.now() - 2 * MINUTE, lastSequence: 1 };
  return { till, effects, hear: () => till.outbox.returning.doubtRecovered(word) };
}

test('what the manager has closed a moment before it is told that the store has gone backwards does not arrive behind what is registered then', async () => {
  const { till, effects, hear } = await afterLostRun('pending');
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).not.toBe(null);
  await hear();
  till.replayer.start();
  await till.register(2, MOBILE);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('nor what a cashier has corrected by then', async () => {
  const { till, effects, hear } = await afterLostRun('held');
  await till.register(2, MOBILE, null, 1);
  await hear();
  till.replayer.start();
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});
