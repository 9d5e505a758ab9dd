import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Provision, SIGN_METHODS } from '../app/settings/provision.ts';
import type { SettingsInput } from '../app/settings/settingsInput.ts';
import { freshFolder, keyStore, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { keyOfFolder } from './vault/keyOfFolder.ts';
import { wrappersOf } from './vault/keyWrappers.ts';

/** Without the PIN: nobody's word is in it. */
const { managerPin: _, ...SILENT } = PROVISION;

const OLD = 'https://gw.example.com/rest';
const NEW = 'https://new.example.com/rest';

const offerOf = (provision: Provision, isTrusted = false) => ({ offer: { provision, isTrusted } });
const inputOf = (url: string): SettingsInput => ({
  gateway: { ...PROVISION.gateway, url, session: '', signMethod: SIGN_METHODS[0] },
  brandId: 'brand',
  shopId: 'shop',
  operators: PROVISION.operators,
  locale: 'en',
});

/** A till that has moved to a new address, by the manager's word, and the way to put its former settings back. */
async function movedTill() {
  const folder = await freshFolder();
  const path = join(folder, 'settings.json');
  await (await startTill(folder, offerOf(PROVISION))).stop();
  const old = await readFile(path, 'utf8');
  const { calls, stop, till } = await startTill(folder, { offer: null });
  expect(
    await calls.saveSettings({
      pin: PIN,
      settings: inputOf(NEW),
      revision: till.settings.changes,
    }),
  ).toMatchObject({
    ok: true,
  });
  await stop();
  const putBack = () => writeFile(path, old);
  return { folder, path, old, putBack };
}

describe('settings of before that somebody has put back', () => {
  test('are told at every start, with one line in the audit trail, until the manager has saved some', async () => {
    const { folder, putBack } = await movedTill();
    await putBack();
    for (let starts = 0; starts < 3; starts += 1) {
      const { calls, codes, lines, stop } = await startTill(folder, { offer: null });
      expect(await calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
      expect(codes()).toEqual(['settings.set-back']);
      const told = (await lines()).filter(({ action }) => action === 'settings.set-back');
      expect(told).toHaveLength(1);
      await stop();
    }
    const { calls, codes, stop, till } = await startTill(folder, { offer: null });
    await calls.saveSettings({
      pin: PIN,
      settings: inputOf(OLD),
      revision: till.settings.changes,
    });
    expect(codes()).toEqual([]);
    await stop();
    expect((await startTill(folder, { offer: null })).codes()).toEqual([]);
  });

  test('send nothing to their address before that, and register all the same', async () => {
    const { folder, putBack } = await movedTill();
    await putBack();
    const sent: string[] = [];
    const { till, calls, clock } = await startTill(folder, {
      offer: null,
      isSending: true,
      post: async ({ url }) => {
        sent.push(url);
        throw new Error('nobody answers');
      },
    });
    const registered = await calls.registerMember(registration('a'.repeat(32), '13812346520'));
    expect(registered).toMatchObject({ ok: true });
    await calls.sendNow(null);
    await clock.pass(60_000);
    expect(till.replayer.pause()).toEqual({ kind: 'settings-set-back' });
    expect(sent).toEqual([]);
    await calls.saveSettings({
      pin: PIN,
      settings: inputOf(OLD),
      revision: till.settings.changes,
    });
    await clock.pass(60_000);
    expect(sent.length).toBeGreaterThan(0);
  });

  test('are told again when they come back once more', async () => {
    const { folder, putBack } = await movedTill();
    for (let times = 1; times <= 2; times += 1) {
      await putBack();
      const { calls, codes, lines, stop, till } = await startTill(folder, { offer: null });
      expect(codes()).toEqual(['settings.set-back']);
      const told = (await lines()).filter(({ action }) => action === 'settings.set-back');
      expect(told).toHaveLength(times);
      await calls.saveSettings({
        pin: PIN,
        settings: inputOf(NEW),
        revision: till.settings.changes,
      });
      await stop();
    }
  });

  test('are not young again by the number in the file', async () => {
    const { folder, path, old } = await movedTill();
    const { revision } = JSON.parse(await readFile(path, 'utf8')) as { revision: number };
    await writeFile(path, JSON.stringify({ ...JSON.parse(old), revision }));
    const { codes, till } = await startTill(folder, { offer: null });
    expect(codes()).toEqual(['store.set-aside', 'settings.missing']);
    expect(till.settings.provision).toBeNull();
  });

  test('hold against a file that takes nobody’s word, and not against one that brings it', async () => {
    const { folder, putBack } = await movedTill();
    await putBack();
    const shop = await startTill(folder, offerOf({ ...SILENT, shopId: 'other' }));
    expect(shop.codes()).toContain('settings.set-back');
    await shop.stop();
    const trusted = await startTill(folder, offerOf({ ...SILENT, shopId: 'other' }, true));
    expect(trusted.codes()).not.toContain('settings.set-back');
    await trusted.stop();
    await putBack();
    expect((await startTill(folder, offerOf(PROVISION))).codes()).not.toContain(
      'settings.set-back',
    );
  });

  test('are settled by a file that the manager accepts in the window', async () => {
    const { folder, putBack } = await movedTill();
    await putBack();
    const gateway = { ...PROVISION.gateway, url: 'https://third.example.com/rest' };
    const { till, calls, codes } = await startTill(folder, offerOf({ ...SILENT, gateway }));
    const { question } = till.provisioning;
    expect(codes()).toContain('settings.set-back');
    expect(await calls.acceptProvision({ pin: PIN, question: question?.id ?? 0 })).toMatchObject({
      ok: true,
    });
    expect(codes()).not.toContain('settings.set-back');
  });
});

/** A folder with settings as the version before wrote them. */
async function uncounted() {
  const folder = await freshFolder();
  const path = join(folder, 'settings.json');
  await (await startTill(folder, { offer: null })).stop();
  const vault = (await keyOfFolder(folder, wrappersOf(keyStore))).vault();
  const sealedProvision = vault.seal(JSON.stringify(SILENT), 'settings');
  const file = { format: 1, sealedProvision, locale: 'en', isSoundOn: true, sealedPin: null };
  const before = JSON.stringify(file);
  await writeFile(path, before);
  return { folder, path, before };
}

test('settings of a version that did not count them are counted from the first start on', async () => {
  const { folder, path, before } = await uncounted();
  const counted = await startTill(folder, { offer: null });
  expect(counted.codes()).toEqual([]);
  expect(counted.till.settings.provision).toEqual(SILENT);
  await counted.stop();
  await writeFile(path, before);
  expect((await startTill(folder, { offer: null })).codes()).toEqual(['settings.set-back']);
});

test('settings that are further than the trail, for which no line could be written, have one at the next start', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'settings.json');
  await (await startTill(folder, offerOf(PROVISION))).stop();
  const old = await readFile(path, 'utf8');
  const { till, stop } = await startTill(folder, { offer: null });
  // Killed between the settings and their line.
  await till.settings.provisionWith({ ...SILENT, shopId: 'other' });
  await stop();
  const next = await startTill(folder, { offer: null });
  expect(next.codes()).toEqual([]);
  expect((await next.lines()).at(-1)).toMatchObject({ action: 'settings.counted' });
  await next.stop();
  await writeFile(path, old);
  expect((await startTill(folder, { offer: null })).codes()).toEqual(['settings.set-back']);
});
