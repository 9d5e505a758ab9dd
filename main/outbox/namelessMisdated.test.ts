import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { CONSENT, NOW } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERSON = '13800138000';
const idOf = (number: number) => String(number).padStart(32, '0');

async function till(store: MemoryStore, clock: { now: number }) {
  const outbox = await openOutbox({
    ...{ store, vault: new Vault(Buffer.alloc(32, 1)), protection: 'none' as const },
    ...{ now: () => clock.now, retention: 7 * DAY },
  });
  const register = (number: number, mobile: string) =>
    outbox.intake.enqueue({
      requestId: idOf(number),
      origin: { brandId: '1', shopId: '2', operatorId: '3' },
      member: { mobile },
      app: null,
      correctionOf: null,
      consent: CONSENT,
    });
  const send = async (number: number) => {
    const marked = await outbox.delivery.mark(outbox.saves.find(idOf(number)) as never, clock.now);
    const outcome = {
      class: 'accepted',
      customerId: '1',
      code: '',
      subCode: '',
      text: '',
      traceId: '',
    } as const;
    await outbox.delivery.settle(marked as never, outcome, {
      ...{ now: clock.now, random: () => 0.5, isEverybodys: false, isOwnFault: false },
    });
  };
  return { outbox, register, send };
}

test('what a file brings is held where the clock of here was behind when a later one of the same person was sent whose hashes no restart keeps', async () => {
  const clock = { now: NOW };
  const store = new MemoryStore();
  const here = await till(store, clock);
  const there = await till(new MemoryStore(), clock);
  await here.register(10, '13900139001');
  await here.send(10);
  clock.now += HOUR;
  await there.register(1, PERSON);
  clock.now += HOUR;
  clock.now -= 3 * HOUR;
  await here.register(11, PERSON);
  await here.send(11);
  clock.now += 3 * HOUR + MINUTE;
  const again = await till(store, clock);
  expect(again.outbox.saves.find(idOf(11))).toMatchObject({ state: 'accepted', identityKeys: [] });
  await takeOverQueue(again.outbox, packQueue(there.outbox).queue);
  expect(again.outbox.saves.find(idOf(1))).toMatchObject({ heldReason: 'late-import' });
});

test('so is what was made within the five minutes that two right clocks differ by', async () => {
  const [clock, ahead] = [{ now: NOW }, { now: NOW + 2 * MINUTE }];
  const store = new MemoryStore();
  const here = await till(store, clock);
  const there = await till(new MemoryStore(), ahead);
  await there.register(1, PERSON);
  clock.now += MINUTE;
  await here.register(11, PERSON);
  await here.send(11);
  clock.now += 9 * MINUTE;
  ahead.now += 10 * MINUTE;
  await there.register(2, '13900139002');
  const again = await till(store, clock);
  await takeOverQueue(again.outbox, packQueue(there.outbox).queue);
  expect(again.outbox.saves.find(idOf(1))).toMatchObject({ heldReason: 'late-import' });
  expect(again.outbox.saves.find(idOf(2))).toMatchObject({ state: 'pending' });
});

test('so is what was made before such a one of another till had been sent from here, whatever the clock of that was', async () => {
  const [clock, behind] = [{ now: NOW }, { now: NOW - HOUR }];
  const store = new MemoryStore();
  const here = await till(store, clock);
  const there = await till(new MemoryStore(), clock);
  const slow = await till(new MemoryStore(), behind);
  await there.register(1, PERSON);
  clock.now += 20 * MINUTE;
  behind.now += 20 * MINUTE;
  await slow.register(2, PERSON);
  await takeOverQueue(here.outbox, packQueue(slow.outbox).queue);
  await here.send(2);
  clock.now += 10 * MINUTE;
  await there.register(3, '13900139003');
  const again = await till(store, clock);
  expect(again.outbox.saves.find(idOf(2))).toMatchObject({ state: 'accepted', identityKeys: [] });
  await takeOverQueue(again.outbox, packQueue(there.outbox).queue);
  expect(again.outbox.saves.find(idOf(1))).toMatchObject({ heldReason: 'late-import' });
  expect(again.outbox.saves.find(idOf(3))).toMatchObject({ state: 'pending' });
});
