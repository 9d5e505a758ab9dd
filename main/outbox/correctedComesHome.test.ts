import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import { Vault } from '../vault/vault.ts';
import type { MovedQueue } from './movedQueue.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const DAY = 24 * 60 * 60_000;
const CORRECTION = '2'.repeat(32);
const REJECTED = { class: 'rejected', code: 'x', subCode: '', text: '', traceId: '' } as const;
const ACCEPTED = { ...REJECTED, class: 'accepted', customerId: null } as const;

/** `key`: the byte that its data key is made of. */
const till = (key: number, store = new MemoryStore()) =>
  openOutbox({ store, vault: new Vault(Buffer.alloc(32, key)), now: () => NOW, retention: DAY });

let store: MemoryStore;
let [here, there]: [Outbox, Outbox] = [] as never;
beforeEach(async () => {
  store = new MemoryStore();
  [here, there] = [await till(2, store), await till(9)];
});

async function leave(from: Outbox): Promise<MovedQueue> {
  const { queue, requestIds } = packQueue(from);
  await from.lending.close(requestIds);
  return queue;
}

async function arrive(file: MovedQueue, to: Outbox): Promise<void> {
  const opened = await checked(JSON.parse(JSON.stringify(file)), to);
  if (!opened.ok) throw new Error(opened.code);
  expect(await takeOverQueue(to, opened.queue)).toMatchObject({ ok: true });
}

async function answer(
  outbox: Outbox,
  requestId: string,
  outcome: typeof REJECTED | typeof ACCEPTED,
) {
  const save = outbox.saves.find(requestId);
  const sending = save && (await outbox.delivery.mark(save, NOW));
  if (!sending) throw new Error('not marked');
  const context = { now: NOW, random: () => 0, isOwnFault: false, isEverybodys: false };
  await outbox.delivery.settle(sending, outcome, context);
}

/** A save of here that went there, was refused and corrected; gives the file in which it went. */
async function correctedThere(): Promise<MovedQueue> {
  await register(here);
  const file = await leave(here);
  await arrive(file, there);
  await answer(there, ID, REJECTED);
  await register(there, CORRECTION, { correctionOf: ID, member: { mobile: '13800138001' } });
  return file;
}

describe('a save that comes out of a file', () => {
  test('is closed where a correction of it has come home before it, and is accepted', async () => {
    const first = await correctedThere();
    await arrive(await leave(there), here);
    await answer(here, CORRECTION, ACCEPTED);
    await arrive(first, here);
    expect(here.saves.find(ID)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
    expect(store.onDisk.get(ID)).toMatchObject({ closedReason: 'corrected' });
    expect(here.saves.queue.size).toBe(0);
  });

  test('is closed at a till that has had its correction only', async () => {
    const third = await till(4);
    const first = await correctedThere();
    await arrive(await leave(there), third);
    await answer(third, CORRECTION, ACCEPTED);
    await arrive(first, third);
    expect(third.saves.find(ID)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  });

  test('takes the manager where its correction has gone on to another till', async () => {
    const first = await correctedThere();
    await arrive(await leave(there), here);
    await leave(here);
    await arrive(first, here);
    expect(here.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'late-import' });
    expect(await here.decisions.sendAgain(ID)).toBeNull();
  });

  test('is asked about where its correction went along, and was discarded there', async () => {
    await register(here);
    await answer(here, ID, REJECTED);
    await here.decisions.sendAgain(ID);
    await register(here, CORRECTION, { correctionOf: ID });
    await arrive(await leave(here), there);
    await answer(there, ID, REJECTED);
    expect(await there.decisions.discard(CORRECTION, 'manager')).not.toBeNull();
    await arrive(await leave(there), here);
    expect(here.saves.find(CORRECTION)).toMatchObject({ closedReason: 'moved' });
    expect(here.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    const restarted = await till(2, store);
    expect(restarted.saves.find(ID), 'after a restart').toMatchObject({ state: 'held' });
  });

  test('and its correction with it: both go, in their order, where both still wait', async () => {
    await register(here);
    await register(here, CORRECTION, { correctionOf: ID });
    await arrive(await leave(here), there);
    await arrive(await leave(there), here);
    const waiting = [{ requestId: ID }, { requestId: CORRECTION }];
    expect([...here.saves.queue.values()]).toMatchObject(waiting);
  });

  test.each([true, false])(
    'while the tidying forgets its copy here is known, and on the disk (first: %s)',
    async (isFirst) => {
      await register(here);
      const file = await leave(here);
      let now = NOW;
      const later = await openOutbox({
        store,
        vault: new Vault(Buffer.alloc(32, 2)),
        now: () => now,
        // Nobody who is forgotten by then could have passed it.
        retention: 40 * DAY,
      });
      now = NOW + 31 * DAY;
      const comesHome = () => arrive({ ...file, exportedAt: now }, later);
      await (isFirst
        ? Promise.all([comesHome(), later.housekeep(now)])
        : Promise.all([later.housekeep(now), comesHome()]));
      expect(later.saves.find(ID)).toMatchObject({ state: 'pending' });
      expect(store.onDisk.get(ID)).toMatchObject({ state: 'pending' });
    },
  );
});
