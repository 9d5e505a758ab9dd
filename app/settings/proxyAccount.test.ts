import { describe, expect, test } from 'vitest';
import { partialProvisionSchema } from './partialProvision.ts';
import { readPolicies } from './policies.ts';
import { type Provision, parseProvision } from './provision.ts';
import { mergeProxy, proxyAccountSchema } from './proxyAccount.ts';
import { mergeSettings, type SettingsInput } from './settingsInput.ts';

const ACCOUNT = { host: 'proxy.shop:8080', username: 'SHOP\\till', password: 'made-up' };
const PROVISION: Provision = {
  gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 's' },
  brandId: '1',
  shopId: '2',
  operators: [{ id: '3', name: 'Three' }],
};

test.each(['proxy', 'proxy.shop', 'PROXY_1.corp.local:3128', '10.0.0.1:8080'])(
  'a proxy has a host, with a port or without: %s',
  (host) => expect(proxyAccountSchema.safeParse({ ...ACCOUNT, host }).success).toBe(true),
);

test.each(['', 'http://proxy', 'proxy:0', 'proxy:port', 'a b', 'name@proxy', 'proxy/', '代理'])(
  'nothing else is one: %j',
  (host) => expect(proxyAccountSchema.safeParse({ ...ACCOUNT, host }).success).toBe(false),
);

test('no mistake about it repeats what stands in the file', () => {
  const proxy = {
    host: 'x@y',
    username: 'secret-name\u0007',
    password: `${'secret-word'.repeat(20)}`,
  };
  const parsed = parseProvision(JSON.stringify({ ...PROVISION, proxy }));
  expect(parsed).toMatchObject({ ok: false });
  expect(JSON.stringify(parsed)).not.toMatch(/secret|x@y/);
});

test('the machine’s file may name it, and no policy may: everybody on the PC can read the registry', () => {
  expect(partialProvisionSchema.parse({ proxy: ACCOUNT })).toEqual({ proxy: ACCOUNT });
  for (const name of ['ProxyPassword', 'ProxyUsername', 'Password']) {
    const { partial, mistakes } = readPolicies([
      { list: null, name, type: 'REG_SZ', data: 'made-up' },
    ]);
    expect(partial).toEqual({});
    expect(mistakes).toEqual([
      `${name}: a secret does not belong here: everybody on the PC can read it`,
    ]);
  }
});

describe('the password that the page does not know', () => {
  const { password: _, ...shown } = ACCOUNT;
  test('stays for the host and the name that it was given for', () => {
    expect(mergeProxy({ ...shown, password: null }, ACCOUNT)).toEqual(ACCOUNT);
    expect(mergeProxy(undefined, ACCOUNT)).toEqual(ACCOUNT);
  });

  test('goes to no other host, and with no other name', () => {
    for (const other of [{ host: 'evil.example' }, { host: 'proxy.shop' }, { username: 'x' }]) {
      expect(mergeProxy({ ...shown, ...other, password: null }, ACCOUNT)).toBe('missing');
    }
    expect(mergeProxy({ ...shown, password: null }, null)).toBe('missing');
  });

  test('is taken away, and not stored, by nobody’s leave but the manager’s', () => {
    const { gateway, brandId, shopId, operators } = PROVISION;
    const input: SettingsInput = {
      ...{ brandId, shopId, operators },
      locale: 'en',
      gateway: { ...gateway, appSecret: null, session: null, signMethod: 'md5' },
    };
    const stored = { ...PROVISION, proxy: ACCOUNT };
    expect(mergeSettings(input, stored)?.proxy).toEqual(ACCOUNT);
    expect(mergeSettings({ ...input, proxy: null }, stored)?.proxy).toBeNull();
    expect(
      mergeSettings({ ...input, proxy: { ...shown, host: 'x', password: null } }, stored),
    ).toBeNull();
    // Where nothing was there, nothing is: the settings are the same.
    expect(mergeSettings({ ...input, proxy: null }, PROVISION)).not.toHaveProperty('proxy');
  });
});
