import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Vault } from '../vault/vault.ts';
import type { PinTrail } from './managerPin.ts';
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
  expect(again.warnings).toEqual([]);
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
  expect(again.warnings).toEqual([]);
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
    const [warning, ...others] = again.warnings;
    expect(warning?.code).toBe('store.set-aside');
    expect(others).toEqual([]);
    expect(await readFile(join(folder, warning?.detail ?? ''), 'utf8')).toBe(text);
  }
  await mkdir(path);
  await expect(opened()).rejects.toMatchObject({ code: 'EISDIR' });
});

describe('a till whose settings are gone', () => {
  const path = () => join(folder, 'settings.json');
  const lose = async (managerPin?: string) => {
    const settings = await opened();
    await settings.provisionWith({ ...PROVISION, ...(managerPin && { managerPin }) });
    expect(settings.isLost).toBe(false);
    await rm(path());
    return opened();
  };

  test('takes new ones by the PIN of before and no other, whose hash lies with the key', async () => {
    const settings = await lose(PIN);
    expect(settings.isLost).toBe(true);
    expect(await settings.setUp(PROVISION, '1111')).toBe('pin.wrong');
    expect(settings.provision).toBeNull();
    expect(await settings.setUp(PROVISION, PIN)).toBeNull();
    expect([settings.isLost, settings.provision]).toEqual([false, PROVISION]);
    const again = await opened();
    expect(await again.managerPin.verify('1111')).toBe('pin.wrong');
    expect(await again.managerPin.verify(PIN)).toBe('ok');
  });

  test('locks against whoever tries PINs with its first settings', async () => {
    const settings = await lose(PIN);
    for (let tries = 0; tries < 5; tries += 1) await settings.setUp(PROVISION, `111${tries}`);
    expect(await settings.setUp(PROVISION, PIN)).toBe('pin.locked');
  });

  test('takes none from the window where it never had a PIN, or where that of before is gone as well', async () => {
    const without = await lose();
    expect(await without.setUp(PROVISION, PIN)).toBe('settings.missing');
    await writeFile(join(folder, 'pin.json'), 'x');
    const spoiled = await opened();
    expect(spoiled.isLost).toBe(true);
    expect(await spoiled.setUp(PROVISION, PIN)).toBe('settings.missing');
    await rm(join(folder, 'pin.json'));
    const told = await opened();
    expect(told.isLost).toBe(false);
    told.lookForLoss(true);
    expect(await told.setUp(PROVISION, PIN)).toBe('settings.missing');
  });

  test('is no till that never had any', async () => {
    const settings = await opened();
    settings.lookForLoss(false);
    expect(settings.isLost).toBe(false);
    expect(await settings.setUp(PROVISION, PIN)).toBeNull();
    settings.lookForLoss(true);
    expect(settings.isLost).toBe(false);
  });
});

test('of three first settings at the same moment one is taken', async () => {
  const settings = await opened();
  const pins = [PIN, '1111', '2222'];
  const answers = await Promise.all(pins.map((pin) => settings.setUp(PROVISION, pin)));
  expect(answers).toEqual([null, 'request.refused', 'request.refused']);
  expect(await (await opened()).managerPin.verify(PIN)).toBe('ok');
});

describe('the PIN lies in two places', () => {
  const place = (name: string) => join(folder, name);

  test('and setting back one of them brings no older PIN back', async () => {
    const settings = await opened();
    await settings.provisionWith({ ...PROVISION, managerPin: '1111' });
    const before = await Promise.all(
      ['settings.json', 'pin.json'].map((name) => readFile(place(name))),
    );
    await settings.managerPin.set(PIN);
    const after = await Promise.all(
      ['settings.json', 'pin.json'].map((name) => readFile(place(name))),
    );
    for (const [settingsOf, pinOf] of [
      [before[0], after[1]],
      [after[0], before[1]],
    ]) {
      await writeFile(place('settings.json'), settingsOf ?? '');
      await writeFile(place('pin.json'), pinOf ?? '');
      expect(await (await opened()).managerPin.verify(PIN)).toBe('ok');
    }
  });

  test('also at a till that was set up by an earlier version, from its next start on', async () => {
    await (await opened()).provisionWith({ ...PROVISION, managerPin: PIN });
    await rm(place('pin.json'));
    await opened();
    await rm(place('settings.json'));
    expect((await opened()).managerPin.isSet).toBe(true);
  });

  test('and from the first start with a trail on they say that there was one', async () => {
    await (await opened()).managerPin.set(PIN);
    let expected = 0;
    const trail: PinTrail = {
      tries: 0,
      pinRevision: { last: 0, highest: 0 },
      settingsRevision: { last: 0, highest: 0 },
      areSettingsUnsure: false,
      isBroken: false,
      isRead: true,
      onceRead: () => undefined,
      goOnUnread: async () => undefined,
      expect: async () => {
        expected += 1;
      },
      ready: async () => true,
      record: async () => true,
      owe: async () => undefined,
    };
    const start = async () => {
      const vault = new Vault(Buffer.alloc(32, 7));
      await new SettingsStore(folder, vault, new VirtualClock(), trail).load();
      return expected;
    };
    expect(await start()).toBe(0);
    expect(await start()).toBe(1);
  });

  test('and a start that finds both in order writes neither', async () => {
    await (await opened()).provisionWith({ ...PROVISION, managerPin: PIN });
    const read = () =>
      Promise.all(['settings.json', 'pin.json'].map((name) => readFile(place(name), 'utf8')));
    const before = await read();
    await opened();
    expect(await read()).toEqual(before);
  });

  test('sealed in each of them, but for one byte by which a wrong one is told where the key is lost', async () => {
    const settings = await opened();
    await settings.provisionWith({ ...PROVISION, managerPin: PIN });
    const { salt, hash } = settings.managerPin.record ?? {};
    const [kept, second] = await Promise.all(
      ['settings.json', 'pin.json'].map((name) => readFile(place(name), 'utf8')),
    );
    for (const hidden of [PIN, salt, hash]) expect(kept).not.toContain(hidden);
    for (const hidden of [PIN, hash]) expect(second).not.toContain(hidden);
    expect(JSON.parse(second ?? '').open).toEqual({ salt, byte: expect.any(Number), wrong: 0 });
  });
});

test('a change is told once it is on the disk, and not at all where the disk refuses it', async () => {
  const settings = await opened();
  await settings.provisionWith({ ...PROVISION, locale: 'en' });
  const told: (string | undefined)[] = [];
  settings.onChanged(() => told.push(`${settings.provision?.shopId} ${settings.locale}`));
  await settings.provisionWith({ ...PROVISION, shopId: 'two', managerPin: PIN });
  expect(settings.managerPin.isSet).toBe(true);
  await rm(folder, { recursive: true });
  const three = { ...PROVISION, shopId: 'three', locale: 'zh-CN' as const };
  await expect(settings.provisionWith(three)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(told).toEqual(['two en']);
  expect([settings.provision?.shopId, settings.locale]).toEqual(['two', 'en']);
  expect(JSON.stringify(settings.provision)).not.toContain(PIN);
});
