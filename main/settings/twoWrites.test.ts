import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { PROVISION } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { SettingsStore } from './settingsStore.ts';

let refusals = 0;
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  return {
    ...real,
    replaceFile: async (path: string, text: string) => {
      if (path.endsWith('settings.json') && refusals-- > 0)
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return real.replaceFile(path, text);
    },
  };
});

test('of two settings at the same moment, of which the disk refuses the first, the second holds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = new SettingsStore(folder, new Vault(Buffer.alloc(32, 1)), new VirtualClock());
  await store.load();
  const { managerPin: _, ...base } = PROVISION;
  const of = (shopId: string) => ({ ...base, shopId });
  await store.provisionWith(of('old'));
  refusals = 1;
  const said = await Promise.allSettled([
    store.provisionWith(of('first')),
    store.provisionWith(of('second')),
  ]);
  const again = new SettingsStore(folder, new Vault(Buffer.alloc(32, 1)), new VirtualClock());
  await again.load();
  expect(said.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(store.provision?.shopId).toBe('second');
  expect(again.provision?.shopId).toBe('second');
});
