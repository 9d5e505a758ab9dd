import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import {
  accepted,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/** The run after one that was killed during a call, of which an earlier state of the store knows nothing: until it is told. */
async function afterLostRun(first: 'pending' | 'held') {
  const effects: string[] = [];
  const before = await new ReplayTill().start();
  before.answer = () =>
    first === 'held' ? errorAnswer(40, 'isv.invalid-parameter') : refusedConnection;
  await before.register(1, MOBILE);
  await before.clock.pass(MINUTE);
  const kept = [...before.store.onDisk.values()];
  before.answer = () => new Promise(() => undefined);
  if (first === 'held') expect(await before.outbox.decisions.requeue(idOf(1))).not.toBe(null);
  before.replayer.wake('send-now');
  await before.clock.pass(2 * MINUTE);
  expect(before.state(1)?.state).toBe('sending');
  void before.replayer.stop(0);
  await before.clock.pass(1);
  const store = new MemoryStore();
  for (const save of kept) store.write(save);
  const till = new ReplayTill(store);
  till.clock.jump(before.clock.now() - till.clock.now());
  await till.start({ isSending: false });
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
