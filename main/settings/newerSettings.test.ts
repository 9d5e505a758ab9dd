import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import { NewerFormatError } from '../journal/opening.ts';
import { Vault } from '../vault/vault.ts';
import { openSettings, type SettingsContent, sealSettings } from './settingsFile.ts';

/** The folder of a till whose settings a later version has written, by what `change` makes of them. */
async function writtenLater(change: (text: string, till: Started['till']) => string) {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  const path = join(folder, 'settings.json');
  await stop();
  const later = change(await readFile(path, 'utf8'), till);
  await writeFile(path, later);
  return { folder, path, later };
}
type Started = Awaited<ReturnType<typeof startTill>>;

test('an older program that is started once leaves the settings of a newer format where they are, and does not open', async () => {
  const { folder, path, later } = await writtenLater((text) =>
    JSON.stringify({ ...JSON.parse(text), format: 2, more: true }),
  );
  const before = await readdir(folder);
  await expect(startTill(folder, { offer: null })).rejects.toThrow(NewerFormatError);
  expect(await readFile(path, 'utf8')).toBe(later);
  expect(await readdir(folder)).toEqual(before);
});

test('settings that are damaged are set aside, whatever they say', async () => {
  const { folder } = await writtenLater((text) => text.slice(0, -20));
  const { codes } = await startTill(folder, { offer: null });
  expect(codes()).toContain('store.set-aside');
});

test('a setting under the seal that this version does not know is no damage', () => {
  const vault = new Vault(Buffer.alloc(32, 3));
  const content: SettingsContent = {
    provision: PROVISION,
    locale: 'en',
    isSoundOn: true,
    pin: null,
    revision: 1,
    tillId: null,
  };
  expect(openSettings(vault, sealSettings(vault, content))).toMatchObject({ isWhole: true });
  const later = { ...content, provision: { ...PROVISION, later: true } } as SettingsContent;
  expect(openSettings(vault, sealSettings(vault, later))).toMatchObject({ isNewer: true });
  const strange = new Vault(Buffer.alloc(32, 4));
  expect(openSettings(strange, sealSettings(vault, later))).toMatchObject({ isNewer: false });
});

test('a value under the seal that this version does not take is of no later one: it stops no start', () => {
  const vault = new Vault(Buffer.alloc(32, 3));
  const gateway = { ...PROVISION.gateway, url: 'https://gw.example.com./rest' };
  const earlier: SettingsContent = {
    provision: { ...PROVISION, gateway },
    locale: 'en',
    isSoundOn: true,
    pin: null,
    revision: 1,
    tillId: null,
  };
  const opened = openSettings(vault, sealSettings(vault, earlier));
  expect(opened).toMatchObject({ isWhole: false, isNewer: false });
});
