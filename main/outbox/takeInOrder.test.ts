import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';

const HOUR = 60 * 60_000;
const CORRECTION = '2'.repeat(32);
const HERE = '3'.repeat(32);
const SOMEBODY_ELSE = { member: { mobile: '13900139000' } };

/** `key`: the byte that its data key is made of. */
const till = (key: number, now: () => number) =>
  openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, key)),
    now,
    retention: 1e12,
    home: () => ({ brandId: '1', app: 'https://gateway.example k', formerly: [] }),
  });

/** The key of `before` opens again beside a queue that gives the same slip numbers. */
async function comesBack(before: Outbox, here: Outbox, at: number): Promise<void> {
  const coming = before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
  const lastSequence = Math.max(...coming.map(({ save }) => save.sequence));
  // Whoever has left since is here, with its hashes.
  const from = { at, isRecoverable: false, lastSequence, isAlone: true, isSound: true };
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
}

function find({ saves }: Outbox, requestId: string): Save {
  const save = saves.find(requestId);
  if (save === undefined) throw new Error('no such save');
  return save;
}

async function accept(outbox: Outbox, requestId: string): Promise<void> {
  const sending = await outbox.delivery.mark(find(outbox, requestId), NOW);
  if (sending === null) throw new Error('not marked');
  const words = { code: '', subCode: '', text: '', traceId: '', customerId: null };
  const context = { now: NOW, random: () => 0, isOwnFault: false, isEverybodys: false };
  await outbox.delivery.settle(sending, { ...words, class: 'accepted' }, context);
}

/** The manager's word: where numbers were given twice nothing of it goes by itself. */
async function letGo({ saves, decisions }: Outbox, requestId: string): Promise<void> {
  expect(saves.find(requestId)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  expect(await decisions.requeue(requestId)).not.toBeNull();
}

test.each([0, 2])(
  'what comes back keeps its order, and what it corrects, where the clock was set back by %i h in between',
  async (hours) => {
    let time = NOW;
    const before = await till(1, () => time);
    await register(before);
    time -= hours * HOUR;
    await register(before, CORRECTION, { correctionOf: ID });
    const here = await till(2, () => NOW + HOUR);
    await register(here, HERE, SOMEBODY_ELSE);
    await comesBack(before, here, time);
    await letGo(here, CORRECTION);
    // Held, it has nothing to say behind its correction.
    const closed = { state: 'discarded', closedReason: 'corrected' };
    expect(find(here, ID)).toMatchObject(closed);
    expect(here.saves.correctionOf(find(here, ID))).toBe(find(here, CORRECTION));
    const order = [...here.saves.queue.values()].map(({ requestId }) => requestId);
    expect(order).toEqual([CORRECTION, HERE]);
  },
);

test.each([
  { clock: 'right', ahead: 0, at: NOW },
  { clock: 'ahead', ahead: 2, at: NOW },
  { clock: 'ahead until it was set aside', ahead: 2, at: NOW + 2 * HOUR },
])(
  'what a later save of the same person has passed is held when it comes back; the clock was $clock',
  async ({ ahead, at }) => {
    const before = await till(1, () => NOW + ahead * HOUR);
    await register(before);
    const here = await till(2, () => NOW + HOUR);
    await register(here, HERE);
    await accept(here, HERE);
    await comesBack(before, here, at);
    expect(find(here, ID)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  },
);

test('of two corrections of one member the second waits for the first when both come back, though the member has no body any more', async () => {
  const SECOND = '4'.repeat(32);
  const before = await till(1, () => NOW);
  await register(before);
  await accept(before, ID);
  await register(before, CORRECTION, { correctionOf: ID, ...SOMEBODY_ELSE });
  await register(before, SECOND, { correctionOf: ID });
  const here = await till(2, () => NOW + HOUR);
  await comesBack(before, here, NOW);
  for (const id of [SECOND, CORRECTION]) await letGo(here, id);
  expect(here.saves.queue.isBlocked(find(here, CORRECTION))).toBe(false);
  expect(here.saves.queue.isBlocked(find(here, SECOND))).toBe(true);
});
