import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { Vault } from '../vault/vault.ts';
import { SettingsStore } from './settingsStore.ts';

const PIN = '246813';
const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function opened(): Promise<SettingsStore> {
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), new VirtualClock());
  await settings.load();
  return settings;
}

test('settings of the first version, which knew no PIN, are read as they are', async () => {
  const settings = await opened();
  await settings.provisionWith(PROVISION);
  const path = join(folder, 'settings.json');
  const { sealedPin, ...old } = JSON.parse(await readFile(path, 'utf8'));
  expect(sealedPin).toBeNull();
  await writeFile(path, JSON.stringify(old));
  const again = await opened();
  expect(again.provision).toEqual(settings.provision);
  expect(again.notices).toEqual([]);
});

test('changes made at the same moment are all kept: the last write holds the newest of everything', async () => {
  const settings = await opened();
  await settings.provisionWith(PROVISION);
  await Promise.all([
    settings.managerPin.set(PIN),
    settings.setLocale('en'),
    settings.provisionWith({ ...PROVISION, shopId: 'shop 3' }),
    settings.setLocale('zh-CN'),
  ]);
  const again = await opened();
  expect(again.provision?.shopId).toBe('shop 3');
  expect(again.locale).toBe('zh-CN');
  expect(await again.managerPin.verify(PIN)).toBe('ok');
});
