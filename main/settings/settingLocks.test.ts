import { describe, expect, test } from 'vitest';
import type { PartialProvision, SettingName } from '../../app/settings/partialProvision.ts';
import { valueIn } from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { SettingsInput } from '../../app/settings/settingsInput.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { MachineSettings } from './machineSettings.ts';

const PATH = '/etc/tillside/provision.json';
const LOCKED = { ok: false, error: { code: 'settings.locked' } };
const { url, appKey, appSecret } = PROVISION.gateway;

const byPolicy = (policy: PartialProvision): MachineSettings => ({
  policy,
  file: null,
  mistakes: [],
});
const byFile = (part: PartialProvision, isTrusted = true): MachineSettings => ({
  policy: {},
  file: { part, isTrusted, path: PATH },
  mistakes: [],
});

/** Each setting that a page can name, and another value of it. */
const CHANGES: [SettingName, PartialProvision, (input: SettingsInput) => SettingsInput][] = [
  [
    'gateway.url',
    { gateway: { url } },
    (input) => withGateway(input, { url: 'https://x.example.com/rest', appSecret: 's' }),
  ],
  [
    'gateway.appKey',
    { gateway: { appKey } },
    (input) => withGateway(input, { appKey: '2', appSecret: 's' }),
  ],
  [
    'gateway.appSecret',
    { gateway: { url, appKey, appSecret } },
    (input) => withGateway(input, { appSecret: 'another' }),
  ],
  [
    'gateway.session',
    { gateway: { url, appKey, session: 'given' } },
    (input) => withGateway(input, { session: '' }),
  ],
  [
    'gateway.signMethod',
    { gateway: { signMethod: 'md5' } },
    (input) => withGateway(input, { signMethod: 'hmac' }),
  ],
  ['brandId', { brandId: 'brand' }, (input) => ({ ...input, brandId: 'brand 2' })],
  ['shopId', { shopId: 'shop' }, (input) => ({ ...input, shopId: 'shop 2' })],
  [
    'operators',
    { operators: PROVISION.operators },
    (input) => ({ ...input, operators: [{ id: '9', name: 'Nine' }] }),
  ],
  ['locale', { locale: 'zh-CN' }, (input) => ({ ...input, locale: 'en' })],
  [
    'proxy',
    { proxy: { host: 'proxy.shop', username: 'till', password: 'made-up' } },
    (input) => ({ ...input, proxy: null }),
  ],
];

function withGateway(input: SettingsInput, gateway: Partial<SettingsInput['gateway']>) {
  return { ...input, gateway: { ...input.gateway, ...gateway } };
}

/** The settings as the page sends them back where nothing was changed in them. */
async function shownBy({ till, calls }: Awaited<ReturnType<typeof startTill>>) {
  const reply = await calls.getSettings({ pin: PIN });
  if (!reply.ok) throw new Error(reply.error.code);
  const { gateway, brandId, shopId, operators, locale, proxy } = reply.value;
  const input: SettingsInput = {
    proxy: proxy && { ...proxy, password: null },
    gateway: {
      url: gateway.url,
      appKey: gateway.appKey,
      appSecret: null,
      session: null,
      signMethod: gateway.signMethod,
    },
    brandId,
    shopId,
    operators,
    locale,
  };
  return { input, view: reply.value, revision: till.settings.changes };
}

describe.each<[string, (part: PartialProvision) => MachineSettings]>([
  ['policy', byPolicy],
  ['machine-file', byFile],
])('what the %s has decided', (source, by) => {
  test.each(CHANGES)('is shown locked and cannot be changed on the screen: %s', async (...row) => {
    const [name, part, change] = row;
    const started = await startTill(await freshFolder(), { machine: by(part) });
    const { till, calls } = started;
    const { input, view, revision } = await shownBy(started);
    expect(view.locked.sources[name]).toBe(source);
    expect(view.locked.file).toBe(source === 'policy' ? null : PATH);
    const before = till.settings.provision;
    const refused = await calls.saveSettings({ pin: PIN, settings: change(input), revision });
    expect(refused).toEqual(LOCKED);
    expect(till.settings.provision).toEqual(before);
    expect(valueIn(before ?? {}, name)).toEqual(valueIn(part, name));
    // Saving something else goes on.
    const isShop = name === 'shopId';
    const other = isShop ? { ...input, brandId: 'brand 3' } : { ...input, shopId: 'shop 3' };
    expect(await calls.saveSettings({ pin: PIN, settings: other, revision })).toMatchObject({
      ok: true,
    });
    expect(valueIn(till.settings.provision ?? {}, name)).toEqual(valueIn(part, name));
  });

  test('of the language the counter’s button does not change either', async () => {
    const folder = await freshFolder();
    const { till, calls, stop } = await startTill(folder);
    await calls.setLocale({ locale: 'en' });
    await stop();
    const again = await startTill(folder, { machine: by({ locale: 'zh-CN' }), offer: null });
    expect(again.till.settings.locale, 'though it was chosen before').toBe('zh-CN');
    expect(await again.calls.setLocale({ locale: 'en' })).toEqual(LOCKED);
    expect(await again.calls.setLocale({ locale: 'zh-CN' })).toMatchObject({ ok: true });
    expect(till.settings.locale).toBe('en');
    // While nothing is locked somebody chooses another one, and then the same lock comes again.
    await again.stop();
    const free = await startTill(folder, { offer: null });
    await free.calls.setLocale({ locale: 'en' });
    await free.stop();
    const locked = await startTill(folder, { machine: by({ locale: 'zh-CN' }), offer: null });
    expect(locked.till.settings.locale).toBe('zh-CN');
  });

  test.each<[SettingName, PartialProvision, Partial<Provision>]>([
    ['brandId', { brandId: 'brand' }, { brandId: 'brand 2' }],
    ['notice', { notice: { version: 'v2' } }, { notice: { version: 'v1' } }],
    ['lockAfterMinutes', { lockAfterMinutes: 0 }, { lockAfterMinutes: 5 }],
    ['pace', { pace: { callsPerMinute: 2 } }, { pace: { callsPerMinute: 9 } }],
    ['queuePer', { queuePer: 'pc' }, { queuePer: 'user' }],
    ['window.dock', { window: { dock: 'left' } }, { window: { dock: 'none' } }],
    [
      'gateway.url',
      { gateway: { url } },
      { gateway: { ...PROVISION.gateway, url: 'https://x.example.com/rest' } },
    ],
  ])('stays where a file says otherwise, which is told: %s', async (name, part, otherwise) => {
    const started = await startTill(await freshFolder(), { machine: by(part) });
    const { till, codes } = started;
    const { managerPin: _, ...file } = { ...PROVISION, ...otherwise, shopId: 'shop of the file' };
    const offer = { provision: file, isTrusted: false };
    expect(await till.provisioning.offer(offer)).toBe('taken-over');
    expect(valueIn(till.settings.provision ?? {}, name)).toEqual(valueIn(part, name));
    expect(till.settings.provision?.shopId).toBe('shop of the file');
    expect(till.warnings).toContainEqual({ code: 'provision.overruled', detail: name });
    await till.provisioning.offer({
      provision: { ...file, ...part } as Provision,
      isTrusted: true,
    });
    expect(codes()).not.toContain('provision.overruled');
  });
});

describe('a PIN of the machine’s file', () => {
  const machine = byFile({ managerPin: '8642' });

  test('takes the place of the one that is there, and is changed by nobody at the till', async () => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    const { till, calls } = await startTill(folder, { machine, offer: null });
    expect(await till.settings.managerPin.verify('8642')).toBe('ok');
    expect(await calls.changePin({ pin: '8642', newPin: '1111' })).toEqual(LOCKED);
    const otherPin = { provision: PROVISION, isTrusted: false };
    expect(await till.provisioning.offer(otherPin)).toBe('taken-over');
    expect(await till.settings.managerPin.verify('8642')).toBe('ok');
  });

  test('comes with the first settings, whatever their file says', async () => {
    const { till } = await startTill(await freshFolder(), { machine });
    expect(await till.settings.managerPin.verify('8642')).toBe('ok');
  });

  test('does not give an ordinary file the manager’s word', async () => {
    const { till } = await startTill(await freshFolder(), { machine });
    const { managerPin: _, ...file } = { ...PROVISION, brandId: 'brand 2' };
    expect(await till.provisioning.offer({ provision: file, isTrusted: false })).toBe('asks');
    const wrong = { provision: { ...file, managerPin: PIN }, isTrusted: false };
    expect(await till.provisioning.offer(wrong)).toBe('asks');
    const right = { provision: { ...file, managerPin: '8642' }, isTrusted: false };
    expect(await till.provisioning.offer(right)).toBe('taken-over');
    expect(till.settings.provision?.brandId).toBe('brand 2');
  });
});

describe('a till without settings', () => {
  const GATEWAY = { url, appKey, appSecret };
  const INPUT: SettingsInput = {
    gateway: { url, appKey, appSecret: null, session: null, signMethod: 'hmac-sha256' },
    brandId: 'brand',
    shopId: 'typed shop',
    operators: [{ id: '1', name: 'One' }],
    locale: 'zh-CN',
  };

  test('is given what there is, without a secret, and takes the rest from its wizard', async () => {
    const part = {
      gateway: GATEWAY,
      brandId: 'brand',
      window: { kiosk: true },
      managerPin: '8642',
    };
    const machine = byFile(part);
    const { till, calls } = await startTill(await freshFolder(), { machine, offer: null });
    const view = await calls.getTill(null);
    expect(view).toMatchObject({
      ok: true,
      value: {
        provisioned: false,
        given: { gateway: { url, appKey, hasAppSecret: true }, brandId: 'brand', hasPin: true },
        locked: { sources: { brandId: 'machine-file', managerPin: 'machine-file' } },
      },
    });
    expect(JSON.stringify(view)).not.toMatch(/not-real|8642/);
    const typed = { ...INPUT, brandId: 'another' };
    expect(await calls.setUp({ settings: typed, managerPin: null })).toEqual(LOCKED);
    expect(await calls.setUp({ settings: INPUT, managerPin: '1111' })).toEqual(LOCKED);
    expect(await calls.setUp({ settings: INPUT, managerPin: null })).toMatchObject({ ok: true });
    expect(till.settings.provision).toMatchObject({
      gateway: GATEWAY,
      brandId: 'brand',
      shopId: 'typed shop',
      window: { kiosk: true },
    });
    expect(await till.settings.managerPin.verify('8642')).toBe('ok');
  });

  test('sends a given secret to no address but its own, not even to test it', async () => {
    const machine = byFile({ gateway: GATEWAY });
    const { calls } = await startTill(await freshFolder(), { machine, offer: null });
    const elsewhere = { ...INPUT.gateway, url: 'https://x.example.com/rest' };
    expect(await calls.testConnection({ pin: '', gateway: elsewhere })).toMatchObject({
      ok: false,
      error: { code: 'request.refused' },
    });
    const setUp = { settings: { ...INPUT, gateway: elsewhere }, managerPin: PIN };
    expect(await calls.setUp(setUp)).toMatchObject({ ok: false });
    expect(await calls.testConnection({ pin: '', gateway: INPUT.gateway })).toMatchObject({
      ok: true,
    });
  });

  test('without a given PIN is set up with one alone', async () => {
    const { calls } = await startTill(await freshFolder(), {
      machine: byPolicy({ brandId: 'brand' }),
      offer: null,
    });
    const settings = withGateway(INPUT, { appSecret: 's' });
    expect(await calls.setUp({ settings, managerPin: null })).toMatchObject({ ok: false });
    expect(await calls.setUp({ settings, managerPin: PIN })).toMatchObject({ ok: true });
  });
});
