import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

test('settings of the first version, which knew neither PIN nor sound, are read as they are', async () => {
  const settings = await opened();
  await settings.provisionWith(PROVISION);
  await settings.setSound(false);
  const path = join(folder, 'settings.json');
  const { sealedPin, isSoundOn, ...old } = JSON.parse(await readFile(path, 'utf8'));
  expect([sealedPin, isSoundOn]).toEqual([null, false]);
  await writeFile(path, JSON.stringify(old));
  const again = await opened();
  expect(again.provision).toEqual(settings.provision);
  expect(again.isSoundOn).toBe(true);
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

test('a till that was never provisioned keeps its language, its sound and its PIN', async () => {
  const settings = await opened();
  await settings.setLocale('en');
  await settings.setSound(false);
  await settings.managerPin.set(PIN);
  const again = await opened();
  expect(again.notices).toEqual([]);
  expect(again.provision).toBeNull();
  expect([again.locale, again.isSoundOn]).toEqual(['en', false]);
  expect(await again.managerPin.verify(PIN)).toBe('ok');
});

test('what cannot be read is set aside with its bytes, aloud, and the till waits for provisioning', async () => {
  const path = join(folder, 'settings.json');
  const settings = await opened();
  await settings.provisionWith(PROVISION);
  const sealed = await readFile(path, 'utf8');
  for (const text of ['{', JSON.stringify({ ...JSON.parse(sealed), sealedProvision: 'other' })]) {
    await writeFile(path, text);
    const again = await opened();
    expect(again.provision).toBeNull();
    const [notice, ...others] = again.notices;
    expect(notice?.code).toBe('store.set-aside');
    expect(others).toEqual([]);
    expect(await readFile(join(folder, notice?.detail ?? ''), 'utf8')).toBe(text);
  }
  await mkdir(path);
  await expect(opened()).rejects.toMatchObject({ code: 'EISDIR' });
});

test('a change is told at once, and told back when the disk refuses it', async () => {
  const settings = await opened();
  await settings.provisionWith({ ...PROVISION, locale: 'en' });
  const told: (string | undefined)[] = [];
  settings.onChanged(() => told.push(`${settings.provision?.shopId} ${settings.locale}`));
  await settings.provisionWith({ ...PROVISION, shopId: 'two', managerPin: PIN });
  expect(settings.managerPin.isSet).toBe(true);
  await rm(folder, { recursive: true });
  const three = { ...PROVISION, shopId: 'three', locale: 'zh-CN' as const };
  await expect(settings.provisionWith(three)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(told).toEqual(['two en', 'three zh-CN', 'two en']);
  expect(JSON.stringify(settings.provision)).not.toContain(PIN);
});
