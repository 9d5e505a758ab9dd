import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const FIRST = '7'.repeat(32);
const OTHER = '3'.repeat(32);
const SOMEBODY = { member: { mobile: '13900139000' } };
const SOMEBODY_ELSE = { member: { mobile: '13900139001' } };
const late = { state: 'held', heldReason: 'late-import' };

/** `key`: the byte that its data key is made of. */
const till = (key: number, now: () => number) =>
  openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, key)),
    now,
    retention: 7 * DAY,
    home: () => ({ brandId: '1', app: 'https://gateway.example k', formerly: [] }),
  });

/** Two saves that wait for their key: somebody’s, and the one of the person in question. */
async function waiting() {
  const before = await till(1, () => NOW);
  await register(before, FIRST, SOMEBODY);
  await register(before);
  return before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
}

/** A file of another till with a save of the same person, made at `madeAt`. */
async function fileFrom(madeAt: number) {
  const there = await till(3, () => madeAt);
  await register(there, OTHER);
  return packQueue(there).queue;
}

const from = {
  at: NOW + HOUR,
  isRecoverable: false,
  lastSequence: 2,
  isAlone: true,
  isSound: true,
};

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

test('what a file brought to a new queue stands behind what was given its numbers before, which comes back to the manager', async () => {
  const coming = await waiting();
  const here = await till(2, () => NOW + 3 * HOUR);
  // As the watermark says.
  here.numbers.goOnBehind(2);
  expect(await takeOverQueue(here, await fileFrom(NOW + 2 * HOUR))).toMatchObject({ late: 0 });
  await accept(here, OTHER);
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
  expect(find(here, ID)).toMatchObject({ ...late, sequence: 2 });
  expect(find(here, FIRST)).toMatchObject({ state: 'pending', sequence: 1 });
});

test('what a file brought, and was made before what comes back, goes before it', async () => {
  const coming = await waiting();
  const here = await till(2, () => NOW + 3 * HOUR);
  here.numbers.goOnBehind(2);
  await register(here, '6'.repeat(32), SOMEBODY_ELSE);
  expect(await takeOverQueue(here, await fileFrom(NOW - HOUR))).toMatchObject({ late: 0 });
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
  expect(here.saves.queue.isBlocked(find(here, OTHER))).toBe(false);
  expect(here.saves.queue.isBlocked(find(here, ID)), 'it waits for the older one').toBe(true);
});

test('what comes back waits for the manager where its numbers were given anew, and a later one of those is forgotten', async () => {
  const coming = await waiting();
  let time = NOW + 2 * HOUR;
  const here = await till(2, () => time);
  await register(here, '6'.repeat(32), SOMEBODY_ELSE);
  await register(here, OTHER);
  await accept(here, OTHER);
  time += 8 * DAY;
  await here.housekeep(null);
  expect(here.saves.find(OTHER)).toBeUndefined();
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
  expect(find(here, ID)).toMatchObject(late);
});

test('what comes back is held where its date is out of order, and a file has brought another of the same person: nobody knows which came first', async () => {
  let now = NOW + 3 * HOUR;
  const before = await till(1, () => now);
  await register(before);
  now = NOW + HOUR / 4;
  await register(before, FIRST, SOMEBODY);
  const coming = before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
  const here = await till(2, () => NOW + 2 * HOUR);
  here.numbers.goOnBehind(2);
  await takeOverQueue(here, await fileFrom(NOW + HOUR / 2));
  await accept(here, OTHER);
  expect(await here.returning.comeBack(coming, from)).toMatchObject({ isWhole: true });
  expect(find(here, ID)).toMatchObject(late);
  expect(find(here, FIRST)).toMatchObject({ state: 'pending' });
});

test('so it is where all of the folder was dated by a clock that was ahead, as the time at which it was set aside shows', async () => {
  const before = await till(1, () => NOW + 5 * HOUR);
  await register(before);
  const coming = before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
  const here = await till(2, () => NOW + 2 * HOUR);
  here.numbers.goOnBehind(1);
  await takeOverQueue(here, await fileFrom(NOW + HOUR / 2));
  await accept(here, OTHER);
  const ahead = { ...from, at: NOW + 6 * HOUR, lastSequence: 1 };
  expect(await here.returning.comeBack(coming, ahead)).toMatchObject({ isWhole: true });
  expect(find(here, ID)).toMatchObject(late);
});

test('so it is where nothing shows any more that its date is one of a clock that was ahead, and put right since', async () => {
  const before = await till(1, () => NOW + HOUR);
  await register(before);
  const coming = before.saves
    .unfinished()
    .map((save) => ({ save, body: before.contents.openBody(save), words: null }));
  const here = await till(2, () => NOW + 3 * HOUR);
  here.numbers.goOnBehind(1);
  await takeOverQueue(here, await fileFrom(NOW + HOUR / 2));
  await accept(here, OTHER);
  const later = { ...from, at: NOW + 2 * HOUR, lastSequence: 1 };
  expect(await here.returning.comeBack(coming, later)).toMatchObject({ isWhole: true });
  expect(find(here, ID)).toMatchObject(late);
});
