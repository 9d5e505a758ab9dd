import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { SettingsInput } from '../../app/settings/settingsInput.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { openTrail } from '../../testing/tills/auditHarness.ts';
import { Provisioning } from '../settings/provisioning.ts';
import { SettingsStore } from '../settings/settingsStore.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';
import { createSettingsHandlers } from './settingsHandlers.ts';

const SECRET = 'first-secret-not-real';
const SESSION = 'first-session-not-real';
const PIN = '246813';
const vault = new Vault(Buffer.alloc(32, 7));

const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: SECRET, session: SESSION },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
  outcomes: [{ code: '77', class: 'later', source: 'the chain' }],
};

/** For the same gateway and key, whose secrets may stay. */
const INPUT: SettingsInput = {
  gateway: {
    url: 'https://gw.example.com/rest',
    appKey: '1',
    appSecret: null,
    session: null,
    signMethod: 'md5',
  },
  brandId: 'brand 2',
  shopId: 'shop 2',
  operators: [{ id: '2', name: 'Two' }],
  locale: 'en',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-settings-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const head = () => join(folder, 'audit.head');

async function aTill(provision: Provision | null) {
  const clock = new VirtualClock();
  const audit = await openTrail(folder, { headPlaces: [head(), head()] });
  onTestFinished(() => audit.close());
  const settings = new SettingsStore(folder, vault, clock, audit);
  await settings.load();
  if (provision !== null) await settings.provisionWith(provision);
  const tested: Provision['gateway'][] = [];
  const report = { passed: true, steps: [], code: '40', clockOffset: 0 };
  const provisioning = new Provisioning(settings, audit);
  const till = {
    settings,
    provisioning,
    audit,
    testConnection: async (account: Provision['gateway']) => {
      tested.push(account);
      return report;
    },
  } as unknown as Till;
  const before = (await audit.read()).lines.length;
  const auditLines = async () =>
    (await audit.read()).lines.slice(before).map(({ action }) => action);
  const calls = createSettingsHandlers(till);
  return { settings, provisioning, tested, clock, calls, audit, auditLines };
}

const reopened = async () => {
  const settings = new SettingsStore(folder, vault, new VirtualClock());
  await settings.load();
  return settings;
};
const wrongPin = {
  ok: false,
  error: { code: 'pin.wrong', triesLeft: expect.any(Number) as number },
};

describe('without the PIN', () => {
  test('nothing is shown, changed or tested', async () => {
    const { calls, settings, tested } = await aTill({ ...PROVISION, managerPin: PIN });
    const pin = '000000';
    expect(await calls.getSettings({ pin })).toEqual(wrongPin);
    expect(await calls.saveSettings({ pin, settings: INPUT, revision: settings.revision })).toEqual(
      wrongPin,
    );
    expect(await calls.changePin({ pin, newPin: '9999' })).toEqual(wrongPin);
    expect(await calls.testConnection({ pin, gateway: INPUT.gateway })).toEqual(wrongPin);
    expect(tested).toEqual([]);
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
  });

  test('the lock says how long, and stands in the audit trail once, behind the wrong tries', async () => {
    const { calls, auditLines } = await aTill({ ...PROVISION, managerPin: PIN });
    const left = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const reply = await calls.getSettings({ pin: '000000' });
      left.push(reply.ok || reply.error.triesLeft);
    }
    expect(left, 'told before').toEqual([4, 3, 2, 1, undefined]);
    expect(await calls.getSettings({ pin: PIN })).toEqual({
      ok: false,
      error: { code: 'pin.locked', waitSeconds: 30 },
    });
    expect(await auditLines()).toEqual([...Array(4).fill('pin.wrong'), 'pin.locked']);
  });

  test('a till that was provisioned without a PIN opens its settings to nobody', async () => {
    const { calls } = await aTill(PROVISION);
    const unset = { ok: false, error: { code: 'pin.unset' } };
    expect(await calls.getSettings({ pin: '' })).toEqual(unset);
    expect(await calls.changePin({ pin: '', newPin: '1234' })).toEqual(unset);
    expect(await calls.setUp({ settings: INPUT, managerPin: '1234' })).toMatchObject({ ok: false });
  });
});

describe('with the PIN', () => {
  test('the settings are shown, of the secrets only that they are there', async () => {
    const { calls } = await aTill({ ...PROVISION, managerPin: PIN });
    const reply = await calls.getSettings({ pin: PIN });
    expect(reply).toMatchObject({
      ok: true,
      value: { shopId: 'shop', gateway: { appKey: '1', hasAppSecret: true, hasSession: true } },
    });
    expect(JSON.stringify(reply)).not.toContain('not-real');
  });

  test('what is saved holds at once and at the next start; secrets and what the page does not show stay', async () => {
    const { calls, settings, auditLines } = await aTill({ ...PROVISION, managerPin: PIN });
    let told = 0;
    settings.onChanged(() => {
      told += 1;
    });
    expect(
      await calls.saveSettings({ pin: PIN, settings: INPUT, revision: settings.revision }),
    ).toEqual({
      ok: true,
      value: null,
    });
    expect(told).toBe(1);
    for (const one of [settings, await reopened()]) {
      expect(one.locale).toBe('en');
      expect(one.provision).toEqual({
        ...INPUT,
        outcomes: PROVISION.outcomes,
        gateway: { ...INPUT.gateway, appSecret: SECRET, session: SESSION },
      });
      expect(await one.managerPin.verify(PIN)).toBe('ok');
    }
    expect(await auditLines()).toEqual(['settings.saved']);
  });

  test.each([
    { url: 'https://other.example.com/rest' },
    { appKey: '2' },
    { appKey: '2', appSecret: 'new' },
    { url: 'https://gw.example.com.attacker.example/rest', session: 'new' },
  ])('stored secrets go nowhere else: %j', async (other) => {
    const { calls, settings, tested } = await aTill({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, ...other };
    const refused = { ok: false, error: { code: 'request.refused' } };
    expect(await calls.testConnection({ pin: PIN, gateway })).toEqual(refused);
    expect(
      await calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway },
        revision: settings.revision,
      }),
    ).toEqual(refused);
    expect(tested).toEqual([]);
    expect(settings.provision).toEqual(PROVISION);
  });

  test('another gateway holds with secrets of its own, also without a session', async () => {
    const { calls, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, appKey: '2', appSecret: 'new', session: '' };
    expect(
      await calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway },
        revision: settings.revision,
      }),
    ).toMatchObject({
      ok: true,
    });
    const { session, ...stored } = gateway;
    expect(session).toBe('');
    expect(settings.provision?.gateway).toEqual(stored);
  });

  test('the old address counts as the same app only where the manager says so, and the key is the same', async () => {
    const { calls, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    const { url, appKey } = PROVISION.gateway;
    const moved = {
      ...INPUT.gateway,
      url: 'https://new.example.com/rest',
      appSecret: 'new',
      session: '',
    };
    const save = (gateway: typeof moved, isSamePlatform: boolean) =>
      calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway, isSamePlatform },
        revision: settings.revision,
      });
    await save(moved, true);
    expect(settings.provision?.gateway.formerly).toEqual([{ url, appKey }]);
    expect((await reopened()).provision).toEqual(settings.provision);
    await save({ ...moved, appSecret: 'newer' }, false);
    expect(settings.provision?.gateway.formerly).toEqual([{ url, appKey }]);
    await save({ ...moved, appKey: '2' }, true);
    expect(settings.provision?.gateway.formerly).toBeUndefined();
    await save({ ...moved, url: 'https://third.example.com/', appKey: '2' }, false);
    expect(settings.provision?.gateway.formerly).toBeUndefined();
  });

  test('a provisioning that the window asks about is taken over, or put off without the PIN', async () => {
    const { calls, settings, provisioning, auditLines } = await aTill({
      ...PROVISION,
      managerPin: PIN,
    });
    const offer = { provision: { ...PROVISION, brandId: 'brand 2' }, isTrusted: false };
    await provisioning.offer(offer);
    const first = provisioning.question?.id ?? 0;
    expect(await calls.acceptProvision({ pin: '000000', question: first })).toEqual(wrongPin);
    expect(settings.provision?.brandId).toBe('brand');
    expect(await calls.declineProvision(null)).toEqual({ ok: true, value: null });
    expect(await calls.acceptProvision({ pin: PIN, question: first })).toMatchObject({ ok: false });
    expect(settings.provision?.brandId).toBe('brand');
    await provisioning.offer(offer);
    const question = provisioning.question?.id ?? 0;
    expect(question).not.toBe(first);
    expect(await calls.acceptProvision({ pin: PIN, question: first })).toMatchObject({ ok: false });
    expect(settings.provision?.brandId).toBe('brand');
    const answer = await calls.acceptProvision({ pin: PIN, question });
    expect(answer).toEqual({ ok: true, value: null });
    expect(settings.provision?.brandId).toBe('brand 2');
    expect(await auditLines()).toEqual(['pin.wrong', 'pin.right', 'provision.taken-over']);
  });

  test('a new secret replaces the old one, an empty session removes it', async () => {
    const { calls, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, appSecret: 'new', session: '' };
    await calls.saveSettings({
      pin: PIN,
      settings: { ...INPUT, gateway },
      revision: settings.revision,
    });
    expect(settings.provision?.gateway).toMatchObject({ appSecret: 'new' });
    expect(settings.provision?.gateway).not.toHaveProperty('session');
  });

  test('the connection test tries what is typed, with the stored secret where none is typed', async () => {
    const { calls, tested, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    expect(await calls.testConnection({ pin: PIN, gateway: INPUT.gateway })).toMatchObject({
      ok: true,
    });
    expect(tested).toEqual([{ ...INPUT.gateway, appSecret: SECRET, session: SESSION }]);
    expect(settings.provision).toEqual(PROVISION);
  });

  test('a new PIN holds at once and at the next start, and the old one no more', async () => {
    const { calls, settings, auditLines } = await aTill({ ...PROVISION, managerPin: PIN });
    await calls.changePin({ pin: PIN, newPin: '9753' });
    for (const one of [settings, await reopened()]) {
      expect(await one.managerPin.verify(PIN)).toBe('pin.wrong');
      expect(await one.managerPin.verify('9753')).toBe('ok');
    }
    expect((await auditLines()).slice(0, 2)).toEqual(['pin.set', 'pin.changed']);
  });

  test('a disk that refuses is told, and everything stays as it was', async () => {
    const { calls, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    await rm(folder, { recursive: true });
    const told: unknown[] = [];
    settings.onChanged(() => told.push(settings.provision?.shopId));
    const failed = { ok: false, error: { code: 'store.failed' } };
    expect(
      await calls.saveSettings({ pin: PIN, settings: INPUT, revision: settings.revision }),
    ).toEqual(failed);
    expect(await calls.changePin({ pin: PIN, newPin: '9753' })).toEqual(failed);
    expect(settings.provision).toEqual(PROVISION);
    expect(settings.locale).toBe('zh-CN');
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(told).toEqual([]);
    folder = await mkdtemp(join(tmpdir(), 'tillside-settings-'));
  });
});

describe('the first settings', () => {
  const secrets = { ...INPUT.gateway, appSecret: SECRET, session: SESSION };

  test('need no PIN, set it, and can be made once', async () => {
    const { calls, settings } = await aTill(null);
    const first = { settings: { ...INPUT, gateway: secrets }, managerPin: PIN };
    expect(await calls.testConnection({ pin: '', gateway: secrets })).toMatchObject({ ok: true });
    expect(await calls.setUp(first)).toEqual({ ok: true, value: null });
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(await calls.setUp({ ...first, managerPin: '1111' })).toMatchObject({ ok: false });
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(await calls.testConnection({ pin: '', gateway: secrets })).toEqual(wrongPin);
  });

  test('of three that come at once exactly one is taken, with its PIN, and one line says so', async () => {
    const { calls, settings, auditLines } = await aTill(null);
    const pins = ['1111', '2222', '3333'];
    const replies = await Promise.all(
      pins.map((managerPin) =>
        calls.setUp({
          settings: { ...INPUT, shopId: `shop of ${managerPin}`, gateway: secrets },
          managerPin,
        }),
      ),
    );
    expect(replies.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(settings.provision?.shopId).toBe('shop of 1111');
    expect(await settings.managerPin.verify('1111')).toBe('ok');
    expect((await reopened()).provision?.shopId).toBe('shop of 1111');
    expect(await auditLines()).toEqual(['pin.set', 'settings.saved']);
  });

  test('without a secret are refused', async () => {
    const { calls, settings } = await aTill(null);
    expect(await calls.setUp({ settings: INPUT, managerPin: PIN })).toMatchObject({ ok: false });
    expect(settings.provision).toBeNull();
    expect(settings.managerPin.isSet).toBe(false);
  });

  test('leave neither secret nor PIN in any file as it is', async () => {
    const { calls } = await aTill(null);
    await calls.setUp({ settings: { ...INPUT, gateway: secrets }, managerPin: PIN });
    const names = await readdir(folder);
    expect(names.sort()).toEqual([
      'audit-cashier-000001.trail',
      'audit-manager-000001.trail',
      'audit.head',
      'pin.json',
      'settings.json',
    ]);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      for (const hidden of [SECRET, SESSION, PIN]) expect(text).not.toContain(hidden);
    }
  });
});

describe('settings that were shown before others were taken over', () => {
  const NEXT: Provision = {
    ...PROVISION,
    brandId: 'next brand',
    gateway: { ...PROVISION.gateway, url: 'https://next.example.com/rest', appSecret: 'next' },
  };
  const shownTo = async ({ calls }: Awaited<ReturnType<typeof aTill>>) => {
    const view = await calls.getSettings({ pin: PIN });
    if (!view.ok) throw new Error(view.error.code);
    return view.value.revision;
  };
  const changed = { ok: false, error: { code: 'settings.changed' } };

  test('are not saved over them, and can be once they were shown', async () => {
    const till = await aTill({ ...PROVISION, managerPin: PIN });
    const { calls, settings, provisioning } = till;
    const revision = await shownTo(till);
    await provisioning.offer({ provision: { ...PROVISION, brandId: 'next' }, isTrusted: true });
    expect(await calls.saveSettings({ pin: PIN, settings: INPUT, revision })).toEqual(changed);
    expect(settings.provision?.brandId).toBe('next');
    const again = await shownTo(till);
    const saved = await calls.saveSettings({ pin: PIN, settings: INPUT, revision: again });
    expect(saved).toMatchObject({ ok: true });
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('are not saved over those that are being taken over either', async () => {
    const till = await aTill({ ...PROVISION, managerPin: PIN });
    const { calls, settings, provisioning } = till;
    const revision = await shownTo(till);
    // The new data key is being written: the key store and the disk take their time.
    settings.beforeReplaced(async () => {
      await delay(1_000);
      return { take: () => undefined, end: () => undefined };
    });
    const offered = provisioning.offer({ provision: NEXT, isTrusted: true });
    const saved = calls.saveSettings({ pin: PIN, settings: INPUT, revision });
    expect(await offered).toBe('taken-over');
    expect(await saved).toEqual(changed);
    expect(settings.provision?.gateway.url).toBe(NEXT.gateway.url);
  });
});
