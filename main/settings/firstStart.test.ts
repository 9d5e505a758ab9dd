import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Vault } from '../vault/vault.ts';
import { SettingsStore } from './settingsStore.ts';

test('a till at its first start speaks Chinese, sounds, asks for no PIN and belongs to nobody', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-first-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), new VirtualClock());
  await settings.load();
  const { locale, isSoundOn, managerPin, provision, home, warnings } = settings;
  expect({ locale, isSoundOn, isPinSet: managerPin.isSet, provision, home, warnings }).toEqual({
    locale: 'zh-CN',
    isSoundOn: true,
    isPinSet: false,
    provision: null,
    home: null,
    warnings: [],
  });
});
