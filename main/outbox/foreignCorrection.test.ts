import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { anOutbox, ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const CORRECTION = '2'.repeat(32);
const ANOTHER = { member: { mobile: '13900139000' } };

/** Everything that waits at one till, imported at another. */
async function move(from: Outbox, to: Outbox): Promise<void> {
  const { queue, requestIds } = packQueue(from);
  await from.lending.close(requestIds);
  const opened = await checked(JSON.parse(JSON.stringify(queue)), to);
  if (!opened.ok) throw new Error(opened.code);
  expect(await takeOverQueue(to, opened.queue)).toMatchObject({ ok: true });
}

/** Of another till, by whoever has read the id of a save of this one. */
async function foreignCorrection(to: Outbox): Promise<void> {
  const from = await anOutbox(9);
  await register(from, CORRECTION, { ...ANOTHER, correctionOf: ID });
  await move(from, to);
}

async function reject(outbox: Outbox): Promise<void> {
  const save = outbox.saves.find(ID);
  if (save === undefined) throw new Error('no such save');
  const outcome = { class: 'rejected', code: 'x', subCode: '', text: '', traceId: '' } as const;
  const context = { now: NOW, random: () => 0, isOwnFault: false, isEverybodys: false };
  await outbox.delivery.settle(save, outcome, context);
}

test('what a file brings closes no held save of this till, whatever it says that it corrects', async () => {
  const here = await anOutbox(2);
  await register(here);
  await reject(here);
  await foreignCorrection(here);
  expect(here.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  expect(here.saves.find(CORRECTION)).toMatchObject({ state: 'pending', correctionOf: null });
});

test('a save of this till that waits stays its own person’s, and is held for its own answer', async () => {
  const here = await anOutbox(2);
  await register(here);
  await foreignCorrection(here);
  const [own, foreign] = [here.saves.find(ID), here.saves.find(CORRECTION)];
  expect(own?.identityKeys.filter((key) => foreign?.identityKeys.includes(key))).toEqual([]);
  await reject(here);
  expect(here.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'rejected' });
});

/** The save that is at both tills is refused and corrected at the other one, and that comes here. */
async function isCorrectedThere(here: Outbox, there: Outbox): Promise<void> {
  await reject(there);
  await register(there, CORRECTION, { ...ANOTHER, correctionOf: ID });
  await move(there, here);
  expect(here.saves.find(CORRECTION)).toMatchObject({ state: 'pending', correctionOf: ID });
}

test('a save that went to another till and was corrected there is corrected here as well', async () => {
  const [here, there] = [await anOutbox(2), await anOutbox(9)];
  await register(here);
  await move(here, there);
  await isCorrectedThere(here, there);
  expect(await here.decisions.requeue(ID)).toBeNull();
});

test('a save that went to another till and was corrected there is corrected here as well, though this one was killed before it had closed its copy', async () => {
  const [here, there] = [await anOutbox(2), await anOutbox(9)];
  await register(here);
  const { queue, requestIds } = packQueue(here);
  await here.lending.lend(requestIds, queue.exportedAt);
  await takeOverQueue(there, queue);
  await isCorrectedThere(here, there);
});

describe('a correction that was made at a till whose clock is behind', () => {
  const HOUR = 60 * 60_000;
  const till = (key: number, hoursBehind: number) =>
    openOutbox({
      store: new MemoryStore(),
      vault: new Vault(Buffer.alloc(32, key)),
      now: () => NOW - hoursBehind * HOUR,
      // The gateway has shown both what time it is.
      knownTime: () => NOW,
      retention: 1_000,
    });

  test('corrects a save here all the same', async () => {
    const [here, there] = [await till(2, 0), await till(9, 2)];
    await register(here);
    await move(here, there);
    await isCorrectedThere(here, there);
    expect(await here.decisions.requeue(ID)).toBeNull();
  });

  test.each(['of now', 'of an earlier version'])(
    'stands behind what it corrects at a till that has that from another file; a file %s',
    async (file) => {
      const [here, there, third] = [await till(2, 0), await till(9, 2), await till(4, 0)];
      await register(here);
      const first = packQueue(here).queue;
      for (const to of [there, third]) await takeOverQueue(to, first);
      await reject(there);
      await register(there, CORRECTION, { ...ANOTHER, correctionOf: ID });
      const { queue } = packQueue(there);
      const early = queue.saves.map((save) => ({ ...save, madeAt: NOW - 2 * HOUR }));
      await takeOverQueue(third, file === 'of now' ? queue : { ...queue, saves: early });
      const order = [...third.saves.queue.values()].map(({ requestId }) => requestId);
      expect(order).toEqual([ID, CORRECTION]);
    },
  );
});

test('a correction from another file closes what was imported itself', async () => {
  const [here, there] = [await anOutbox(2), await anOutbox(9)];
  await register(there);
  await reject(there);
  await takeOverQueue(here, packQueue(there).queue);
  await register(there, CORRECTION, { ...ANOTHER, correctionOf: ID });
  await move(there, here);
  expect(here.saves.find(ID)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
});
