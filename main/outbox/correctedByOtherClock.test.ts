import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import { Vault } from '../vault/vault.ts';
import type { MovedQueue } from './movedQueue.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CORRECTION = '2'.repeat(32);
const SECOND = '3'.repeat(32);
const RIGHT = { member: { mobile: '13800138002' } };
const CLOSED = { state: 'discarded', closedReason: 'corrected' };

let now = NOW;

/** `ahead`: of its clock (ms). */
const till = (key: number, ahead = 0) =>
  openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, key)),
    now: () => now + ahead,
    retention: 24 * HOUR,
  });

async function leave(from: Outbox): Promise<MovedQueue> {
  const { queue, requestIds } = packQueue(from);
  await from.lending.lend(requestIds, queue.exportedAt);
  await from.lending.close(requestIds);
  now += MINUTE;
  return queue;
}

async function arrive(file: MovedQueue, to: Outbox): Promise<void> {
  const opened = await checked(JSON.parse(JSON.stringify(file)), to);
  if (!opened.ok) throw new Error(opened.code);
  expect(await takeOverQueue(to, opened.queue)).toMatchObject({ ok: true });
  now += MINUTE;
}

async function accept(outbox: Outbox, requestId: string): Promise<void> {
  const sending = await outbox.delivery.mark(outbox.saves.find(requestId) as Save, now);
  if (sending === null) throw new Error('not marked');
  const words = { code: '', subCode: '', text: '', traceId: '', customerId: null };
  const context = { now, random: () => 0, isOwnFault: false, isEverybodys: false };
  await outbox.delivery.settle(sending, { ...words, class: 'accepted' }, context);
}

test.each([
  { whose: 'of the till that made it was ahead', first: HOUR, there: 0 },
  { whose: 'of the till that corrected it was behind', first: 0, there: -HOUR },
])(
  'a save is closed where its correction has come before it, though the clock $whose',
  async ({ first, there }) => {
    now = NOW;
    const [maker, corrector, here] = [await till(1, first), await till(2, there), await till(3)];
    await register(maker);
    const file = await leave(maker);
    await arrive(file, corrector);
    await register(corrector, CORRECTION, { correctionOf: ID, ...RIGHT });
    await arrive(await leave(corrector), here);
    await accept(here, CORRECTION);
    now += first;
    await arrive(file, here);
    expect(here.saves.find(ID)).toMatchObject(CLOSED);
  },
);

test('it is held where what it corrects itself stands behind its correction here, by the clock of another till', async () => {
  now = NOW;
  const [maker, corrector, here] = [await till(1, HOUR), await till(2), await till(3)];
  await register(maker);
  const file = await leave(maker);
  await arrive(file, corrector);
  await register(maker, SECOND, { correctionOf: ID, ...RIGHT });
  const second = await leave(maker);
  await arrive(second, corrector);
  await register(corrector, CORRECTION, { correctionOf: SECOND, ...RIGHT });
  await arrive(file, here);
  await arrive(await leave(corrector), here);
  await accept(here, CORRECTION);
  now += HOUR;
  await arrive(second, here);
  expect(here.saves.find(SECOND)).toMatchObject({ state: 'held', heldReason: 'late-import' });
});

test('what comes back out of a folder is closed where its correction stands here, though the clock of the till that corrected it was behind', async () => {
  now = NOW;
  const [before, corrector, here] = [await till(1), await till(2, -2 * HOUR), await till(3)];
  await register(before);
  const coming = before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
  // As the chain has recovered it.
  await arrive(packQueue(before).queue, corrector);
  await register(corrector, CORRECTION, { correctionOf: ID, ...RIGHT });
  const from = { at: now, isRecoverable: true, lastSequence: 1, isAlone: true, isSound: true };
  here.numbers.goOnBehind(1);
  await register(here, SECOND, { member: { mobile: '13900139000' } });
  await arrive(await leave(corrector), here);
  await accept(here, CORRECTION);
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
  expect(here.saves.find(ID)).toMatchObject(CLOSED);
});

test('it stands in front of its correction also where a manager has discarded that: sent again it is the later one', async () => {
  now = NOW;
  const [maker, corrector, here] = [await till(1, HOUR), await till(2), await till(3)];
  await register(maker);
  const file = await leave(maker);
  await arrive(file, corrector);
  await register(corrector, CORRECTION, { correctionOf: ID, ...RIGHT });
  await arrive(await leave(corrector), here);
  await here.decisions.discard(CORRECTION, 'manager');
  now += HOUR;
  await arrive(file, here);
  expect(here.saves.find(ID)).toMatchObject({ state: 'pending' });
  await here.decisions.requeue(CORRECTION);
  const order = [...here.saves.queue.values()].map(({ requestId }) => requestId);
  expect(order).toEqual([ID, CORRECTION]);
});
