import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { CONSENT, NOW } from '../../testing/tills/hostileQueue.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const app = 'https://gateway.example k';
const till = (key: number) =>
  openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, key)),
    now: () => NOW,
    retention: 1e12,
    home: () => ({ brandId: '1', app, formerly: [] }),
  });

test('a save names the shop that it was made in, and keeps it at the till that takes it over', async () => {
  const [there, here] = [await till(1), await till(2)];
  await there.intake.enqueue({
    requestId: '1'.repeat(32),
    origin: { brandId: '1', shopId: 'shop of there', operatorId: '3' },
    member: { mobile: '13800138000' },
    app,
    correctionOf: null,
    consent: CONSENT,
  });
  expect(there.saves.find('1'.repeat(32))?.shopId).toBe('shop of there');
  await takeOverQueue(here, packQueue(there).queue);
  expect(here.saves.find('1'.repeat(32))).toMatchObject({ shopId: 'shop of there', sequence: 1 });
});
