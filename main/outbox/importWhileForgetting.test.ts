import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const DAY = 24 * 60 * 60_000;
const LATER = '2'.repeat(32);

/** `key`: the byte that its data key is made of. */
const till = (key: number, now: () => number) =>
  openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, key)),
    now,
    retention: 7 * DAY,
    home: () => ({ brandId: '1', app: 'https://gateway.example k', formerly: [] }),
  });

async function accept({ saves, delivery }: Outbox, requestId: string, now: number) {
  const pending = saves.find(requestId);
  const sending = pending && (await delivery.mark(pending, now));
  if (!sending) throw new Error('not marked');
  const words = { code: '', subCode: '', text: '', traceId: '', customerId: null };
  const context = { now, random: () => 0, isOwnFault: false, isEverybodys: false };
  await delivery.settle(sending, { ...words, class: 'accepted' }, context);
}

test.each([1, 2])(
  'what a later save of the same person has passed is held also where that is forgotten while the file is read (at its breath %i)',
  async (moment) => {
    let time = NOW;
    const elsewhere = await till(1, () => time);
    await register(elsewhere);
    time += DAY;
    const here = await till(2, () => time);
    await register(here, LATER);
    await accept(here, LATER, time);
    time += 7 * DAY;
    const { queue } = packQueue(elsewhere);
    let breaths = 0;
    const result = await takeOverQueue(here, queue, async () => {
      breaths += 1;
      if (breaths !== moment) return;
      time += 1;
      await here.housekeep(time);
    });
    expect(result).toMatchObject({ ok: true, taken: 1 });
    const { state, heldReason } = here.saves.find(ID) ?? {};
    expect([state, heldReason]).toEqual(['held', 'late-import']);
  },
);
