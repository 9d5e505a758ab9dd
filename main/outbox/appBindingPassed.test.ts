import { describe, expect, test } from 'vitest';
import type { Home } from '../../app/outbox/home.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { ID, NOW, register } from '../../testing/tills/hostileQueue.ts';
import type { Protection } from '../vault/dataKey.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

interface Given {
  store?: MemoryStore;
  protection?: Protection;
  retention?: number;
  app?: string;
}

const DAY = 24 * 60 * 60_000;
const NEWER = '2'.repeat(32);
const OTHERS = '3'.repeat(32);
const SOMEBODY_ELSE = { member: { mobile: '13900139000' } };
const [OLD_APP, NEW_APP] = ['https://gateway.example k', 'https://new.example k'];

/**
 * A till whose settings change; whatever is registered at it is made for the app of then. `protection`: what keeps its
 * key; `retention`: how long it remembers what was accepted (ms).
 */
async function aTill(
  key = 7,
  { store = new MemoryStore(), protection, retention = 1e12, app = OLD_APP }: Given = {},
) {
  let home: Home = { brandId: '1', app, formerly: [] };
  let now = NOW;
  const vault = new Vault(Buffer.alloc(32, key));
  const options = { vault, now: () => now, retention, home: () => home };
  const outbox = await openOutbox({ store, ...options, ...(protection && { protection }) });
  const settingsBecome = async (app: string, formerly: string[] = []) => {
    home = { brandId: '1', app, formerly };
    expect(await outbox.delivery.align()).toBe(true);
  };
  return {
    outbox,
    settingsBecome,
    pass: (ms: number) => {
      now += ms;
    },
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
    expect(await till.outbox.apps.goOn({ brandId: '1', app: OLD_APP })).toMatchObject({ going: 1 });
    expect(till.outbox.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'stale' });
    expect(till.stateOf(OTHERS)).toBe('pending');
    expect(await till.outbox.decisions.requeue(ID)).toMatchObject({ state: 'pending' });
  });
});

describe('what was held for its app, and a later save may have passed that is no longer seen, waits for the manager', () => {
  const isStale = ({ outbox }: Awaited<ReturnType<typeof aTill>>) =>
    expect(outbox.saves.find(ID)).toMatchObject({ state: 'held', heldReason: 'stale' });

  test('where it was accepted so long ago that it is forgotten', async () => {
    const till = await aTill(7, { retention: 7 * DAY });
    await till.make(ID);
    await till.settingsBecome(NEW_APP);
    await till.make(NEWER);
    await accept(till.outbox, NEWER);
    till.pass(8 * DAY);
    await till.outbox.housekeep(null);
    expect(till.stateOf(NEWER)).toBeUndefined();
    // Made after that one: nobody has passed it.
    await till.make(OTHERS, { ...SOMEBODY_ELSE, app: OLD_APP });
    await till.settingsBecome(NEW_APP);
    await till.settingsBecome(NEW_APP, [OLD_APP]);
    isStale(till);
    expect(till.stateOf(OTHERS)).toBe('pending');
  });

  test('where the till was started again since, and its key lies open: the hashes of what was accepted are gone', async () => {
    const given = { store: new MemoryStore(), protection: 'none' } as const;
    const before = await aTill(7, given);
    await before.make(ID);
    await before.settingsBecome(NEW_APP);
    await before.make(NEWER);
    await accept(before.outbox, NEWER);
    const till = await aTill(7, { ...given, app: NEW_APP });
    await till.make(OTHERS, { ...SOMEBODY_ELSE, app: OLD_APP });
    await till.settingsBecome(NEW_APP);
    await till.settingsBecome(NEW_APP, [OLD_APP]);
    isStale(till);
    expect(till.stateOf(OTHERS)).toBe('pending');
  });

  test('where only a third save shows that the two are one person', async () => {
    const till = await aTill();
    const [mobile, code] = [{ mobile: '13800138000' }, { outerId: 'wx-77', outerType: 'WECHAT' }];
    await till.make(OTHERS, { member: { ...mobile, ...code } });
    await accept(till.outbox, OTHERS);
    await till.make(ID, { member: mobile });
    await till.settingsBecome(NEW_APP);
    await till.make(NEWER, { member: code });
    await accept(till.outbox, NEWER);
    await till.settingsBecome(NEW_APP, [OLD_APP]);
    isStale(till);
  });
});

test('what was held for its app goes by itself where a later one is just being saved, or was refused by the disk', async () => {
  const store = new MemoryStore();
  const till = await aTill(7, { store });
  await till.make(ID);
  await till.settingsBecome(NEW_APP);
  store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  await till.make(NEWER);
  store.refusal = null;
  const saving = till.make(OTHERS, SOMEBODY_ELSE);
  await till.settingsBecome(NEW_APP, [OLD_APP]);
  await saving;
  expect(till.stateOf(ID)).toBe('pending');
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
