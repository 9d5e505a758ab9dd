import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { CONSENT, NOW } from '../../testing/tills/hostileQueue.ts';
import { openStore } from '../../testing/tills/journalHarness.ts';
import { Vault } from '../vault/vault.ts';
import type { MovedQueue } from './movedQueue.ts';
import { openOutbox } from './openOutbox.ts';
import type { OutboxStore } from './outboxStore.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

/** So many go to the disk in one flush at the most. */
const AT_ONCE = 100;

/** A budget for the whole of it, far below one flush for each save. */
const FEW = 10;

const idOf = (number: number) => String(number).padStart(32, '0');
const mobileOf = (number: number) => `138${String(number).padStart(8, '0')}`;

const till = (store: OutboxStore, key = 2) =>
  openOutbox({
    store,
    vault: new Vault(Buffer.alloc(32, key)),
    now: () => NOW,
    retention: 1e12,
    home: () => ({ brandId: '1', app: 'https://gateway.example k', formerly: [] }),
  });

type Till = Awaited<ReturnType<typeof till>>;

const register = (outbox: Till, number: number, mobile = mobileOf(number), corrects = 0) =>
  outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile },
    app: 'https://gateway.example k',
    correctionOf: corrects === 0 ? null : idOf(corrects),
    consent: CONSENT,
  });

/** A file with the saves that `make` registers. */
async function fileOf(make: (outbox: Till) => Promise<void>): Promise<MovedQueue> {
  const outbox = await till(new MemoryStore(), 1);
  await make(outbox);
  return packQueue(outbox).queue;
}

/** So many people, one after the other. */
const people = (count: number) =>
  fileOf(async (outbox) => {
    for (let number = 1; number <= count; number += 1) await register(outbox, number);
  });

/** A till on a real journal, with a disk that counts its flushes of content. */
async function countedTill() {
  const disk = new PowerDisk();
  const outbox = await till((await openStore(disk, 1 << 30, 1 << 20)).store);
  const counted = { flushes: 0 };
  disk.fault = (call) => {
    if (call === 'datasync') counted.flushes += 1;
    return null;
  };
  return { disk, outbox, counted };
}

const orderOf = (outbox: Till) =>
  [...outbox.saves.queue.values()].map(({ requestId }) => Number(requestId));

test('a queue that comes out of a file shares its flushes: five hundred people cost a few', async () => {
  const queue = await people(5 * AT_ONCE);
  const { outbox, counted } = await countedTill();
  expect(await takeOverQueue(outbox, queue)).toMatchObject({ ok: true, taken: 5 * AT_ONCE });
  expect(counted.flushes).toBeLessThanOrEqual(FEW);
  expect(orderOf(outbox)).toEqual(Array.from({ length: 5 * AT_ONCE }, (_, at) => at + 1));
});

test('a save of the counter waits for one part of a file, never for all of it', async () => {
  const queue = await people(5 * AT_ONCE);
  const { outbox } = await countedTill();
  let here = 0;
  let isFirst = true;
  const registered: Promise<void>[] = [];
  await takeOverQueue(outbox, queue, async () => {
    if (!isFirst) return;
    isFirst = false;
    registered.push(
      register(outbox, 9_999, '13999999999').then(({ ok }) => {
        expect(ok).toBe(true);
        here = outbox.saves.counts.pending;
      }),
    );
  });
  await Promise.all(registered);
  expect(here).toBeGreaterThan(0);
  expect(here).toBeLessThanOrEqual(2 * AT_ONCE + 1);
});

test('other work has its turn before a file is taken in, and between its parts', async () => {
  const queue = await people(3 * AT_ONCE);
  const { outbox } = await countedTill();
  const here: number[] = [];
  await takeOverQueue(outbox, queue, async () => {
    here.push(outbox.saves.counts.pending);
  });
  expect([...new Set(here)]).toEqual([0, AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE]);
});

test('what comes home shares its flushes as well, and what is here already costs none', async () => {
  const { outbox, counted } = await countedTill();
  for (let number = 1; number <= AT_ONCE; number += 1) await register(outbox, number);
  const { queue, requestIds } = packQueue(outbox);
  await outbox.lending.close(requestIds);
  counted.flushes = 0;
  expect(await takeOverQueue(outbox, queue)).toMatchObject({ taken: AT_ONCE });
  expect(counted.flushes).toBeLessThanOrEqual(FEW);
  counted.flushes = 0;
  expect(await takeOverQueue(outbox, queue)).toMatchObject({ alreadyHere: AT_ONCE });
  expect(counted.flushes).toBe(0);
});

test.each([
  { of: 'of one person', mobiles: [1, 1, 1], corrects: [0, 0, 0] },
  { of: 'that correct each other', mobiles: [1, 2, 3], corrects: [0, 1, 2] },
])('saves $of come to the disk one after the other', async ({ mobiles, corrects }) => {
  const queue = await fileOf(async (outbox) => {
    for (const [at, mobile] of mobiles.entries())
      await register(outbox, at + 1, mobileOf(mobile), corrects[at]);
  });
  const { outbox, counted } = await countedTill();
  expect(await takeOverQueue(outbox, queue)).toMatchObject({ taken: 3 });
  expect(counted.flushes).toBe(3);
  expect(orderOf(outbox)).toEqual([1, 2, 3]);
  const [first, second, third] = [1, 2, 3].map((number) => outbox.saves.find(idOf(number)));
  for (const save of [second, third]) expect(save && outbox.saves.queue.firstOf(save)).toBe(first);
});

test('where an id is taken here at the last moment, nothing that stands behind it has come', async () => {
  const queue = await people(AT_ONCE);
  const { outbox } = await countedTill();
  let registering: Promise<unknown> | null = null;
  const result = await takeOverQueue(outbox, queue, async () => {
    registering ??= register(outbox, 40, '13999999999');
  });
  expect(result).toEqual({ ok: false, code: 'id-taken', taken: 39 });
  await registering;
  expect(orderOf(outbox).sort((one, other) => one - other)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
});

test('what the disk refuses is not said to be here; the rest can be imported again, and nothing twice', async () => {
  const queue = await people(3 * AT_ONCE);
  const { disk, outbox } = await countedTill();
  let flushes = 0;
  disk.fault = (call) => {
    if (call !== 'datasync') return null;
    flushes += 1;
    return flushes === 2 ? 'ENOSPC' : null;
  };
  const result = await takeOverQueue(outbox, queue);
  expect(result).toEqual({ ok: false, code: 'not-stored', taken: AT_ONCE });
  expect(outbox.saves.counts.pending).toBe(AT_ONCE);
  disk.fault = () => null;
  expect(await takeOverQueue(outbox, queue)).toMatchObject({
    taken: 2 * AT_ONCE,
    alreadyHere: AT_ONCE,
  });
  expect(orderOf(outbox)).toEqual(Array.from({ length: 3 * AT_ONCE }, (_, at) => at + 1));
});

/** Random numbers that are the same each time (Park and Miller). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Takes a queue in until the power is cut at the call of this number; gives what had been said to be here. */
async function cutAt(disk: PowerDisk, outbox: Till, queue: MovedQueue, call: number) {
  disk.cutAt = disk.calls + call;
  let isDone = false;
  void takeOverQueue(outbox, queue).then(() => {
    isDone = true;
  });
  while (!isDone && disk.calls < disk.cutAt) await setImmediate();
  return [...outbox.saves.values()].map(({ requestId }) => requestId);
}

test('a power cut at any moment leaves of each person what was made first; the rest can be imported, and nothing twice', async () => {
  const PEOPLE = 20;
  const queue = await fileOf(async (outbox) => {
    for (let number = 1; number <= 2 * PEOPLE; number += 1)
      await register(outbox, number, mobileOf(number % PEOPLE));
  });
  const random = numbersFrom(7);
  let partly = 0;
  for (let round = 0; round < 30; round += 1) {
    const disk = new PowerDisk(random);
    const { store } = await openStore(disk, 1 << 30);
    const said = await cutAt(disk, await till(store), queue, 1 + (round % 6));
    const after = await till((await openStore(disk.afterCut(), 1 << 30)).store);
    const here = new Set([...after.saves.values()].map(({ requestId }) => requestId));
    for (const requestId of said) expect(here).toContain(requestId);
    for (let number = 1; number <= PEOPLE; number += 1)
      if (here.has(idOf(number + PEOPLE))) expect(here).toContain(idOf(number));
    if (here.size % PEOPLE !== 0) partly += 1;
    const again = await takeOverQueue(after, queue);
    expect(again).toMatchObject({ taken: 2 * PEOPLE - here.size, alreadyHere: here.size });
    expect(after.saves.counts).toMatchObject({ pending: 2 * PEOPLE, held: 0 });
  }
  expect(partly, 'cuts in the middle of a flush').toBeGreaterThan(2);
});
