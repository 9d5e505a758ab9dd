import { expect } from 'vitest';
import { MemoryStore } from '../doubles/memoryStore.ts';
import { errorAnswer, ReplayTill, refusedConnection } from './replayTill.ts';

const MINUTE = 60_000;
const ID = '1'.padStart(32, '0');

/**
 * The run after one that was killed while a call of its first save, which was `first` before, was under way; nothing is sent yet.
 * `isLost`: the disk has kept a state of before that call, and nobody has said so.
 */
export async function runAfterKill(
  first: 'pending' | 'held',
  isLost: boolean,
): Promise<ReplayTill> {
  const before = await new ReplayTill().start();
  before.answer = () =>
    first === 'held' ? errorAnswer(40, 'isv.invalid-parameter') : refusedConnection;
  await before.register(1, '13800001111');
  await before.clock.pass(MINUTE);
  const kept = [...before.store.onDisk.values()];
  before.answer = () => new Promise(() => undefined);
  if (first === 'held') expect(await before.outbox.decisions.requeue(ID)).not.toBe(null);
  before.replayer.wake('send-now');
  await before.clock.pass(2 * MINUTE);
  expect(before.state(1)?.state).toBe('sending');
  void before.replayer.stop(0);
  await before.clock.pass(1);
  const store = new MemoryStore();
  for (const save of isLost ? kept : before.store.onDisk.values()) store.write(save);
  const till = new ReplayTill(store);
  till.clock.jump(before.clock.now() - till.clock.now());
  return till.start({ isSending: false });
}
