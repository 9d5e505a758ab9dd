import { describe, expect, test } from 'vitest';
import type { Home } from '../../app/outbox/home.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue, takeOverQueue } from './packQueue.ts';

const NEWER = '2'.repeat(32);
const OTHERS = '3'.repeat(32);
const SOMEBODY_ELSE = { member: { mobile: '13900139000' } };
const [OLD_APP, NEW_APP] = ['https://gateway.example k', 'https://new.example k'];

/** A till whose settings change; whatever is registered at it is made for the app of then. */
async function aTill(key = 7) {
  let home: Home = { brandId: '1', app: OLD_APP, formerly: [] };
  const vault = new Vault(Buffer.alloc(32, key));
  const options = { vault, now: () => NOW, retention: 1e12, home: () => home };
  const outbox = await openOutbox({ store: new MemoryStore(), ...options });
  const settingsBecome = async (app: string, formerly: string[] = []) => {
    home = { brandId: '1', app, formerly };
    expect(await outbox.delivery.align()).toBe(true);
  };
  return {
    outbox,
    settingsBecome,
    make: (requestId: string, parts = {}) =>
      register(outbox, requestId, { app: home.app, ...parts }),
    stateOf: (requestId: string) => outbox.saves.find(requestId)?.state,
  };
}

async function accept({ saves, delivery }: Outbox, requestId: string): Promise<void> {
  const save = saves.find(requestId);
  const sending = save && (await delivery.mark(save, NOW));
  if (!sending) throw new Error('not marked');
  const words = { code: '', subCode: '', text: '', traceId: '', customerId: null };
  const context = { now: NOW, random: () => 0, isOwnFault: false, isEverybodys: false };
  await delivery.settle(sending, { ...words, class: 'accepted' }, context);
}

describe('what was held for its app, and a later save of the same person has passed', () => {
  /** One of two people has come again under the new address. */
  async function passed() {
    const till = await aTill();
    await till.make(ID);
    await till.make(OTHERS, SOMEBODY_ELSE);
    await till.settingsBecome(NEW_APP);
    expect([ID, OTHERS].map(till.stateOf)).toEqual(['held', 'held']);
    await till.make(NEWER);
    await accept(till.outbox, NEWER);
    return till;
  }

  test('waits for the manager when the settings fit again: it would write older data over newer', async () => {
    const till = await passed();
    await till.settingsBecome(NEW_APP, [OLD_APP]);
    expect(till.outbox.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(till.stateOf(OTHERS)).toBe('pending');
  });

  test('waits for a word of its own where the manager lets all of that app go on', async () => {
    const till = await passed();
    expect(await till.outbox.apps.goOn({ brandId: '1', app: OLD_APP })).toBe(1);
    expect(till.outbox.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(till.stateOf(OTHERS)).toBe('pending');
    expect(await till.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
  });
});

test('two of one person that were imported and held together go together, in their order', async () => {
  const [from, till] = [await aTill(9), await aTill()];
  await from.make(ID);
  await from.make(NEWER);
  await till.settingsBecome(NEW_APP);
  await takeOverQueue(till.outbox, packQueue(from.outbox).queue);
  await till.settingsBecome(NEW_APP);
  expect([ID, NEWER].map(till.stateOf)).toEqual(['held', 'held']);
  await till.settingsBecome(NEW_APP, [OLD_APP]);
  expect([ID, NEWER].map(till.stateOf)).toEqual(['pending', 'pending']);
});
