import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourcesOf, viewGiven } from './lockedSettings.ts';
import {
  accountLaidOver,
  asWhole,
  laidOver,
  missingIn,
  namesIn,
  type PartialProvision,
  parsePartialProvision,
  type SettingName,
  valueIn,
  vouchesFor,
  withSecretsOf,
} from './partialProvision.ts';
import type { Provision } from './provision.ts';

const STORED: Provision = {
  gateway: {
    url: 'https://gw.example.com/rest',
    appKey: '1',
    appSecret: 'not-real',
    session: 'a session',
    formerly: [{ url: 'https://old.example.com/rest', appKey: '1' }],
  },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
};

const host = fc.constantFrom('a', 'b', 'c').map((name) => `https://${name}.example.com/rest`);
const word = fc.constantFrom('x', 'y', 'z');
/** Any part of the settings: what a source may say. */
const part: fc.Arbitrary<PartialProvision> = fc.record(
  {
    gateway: fc.record(
      {
        url: host,
        appKey: word,
        appSecret: word,
        session: word,
        signMethod: fc.constantFrom('md5', 'hmac'),
        formerly: fc.array(fc.record({ url: host, appKey: word }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    brandId: word,
    shopId: word,
    operators: fc.array(fc.record({ id: word, name: word }), { minLength: 1, maxLength: 2 }),
    lockAfterMinutes: fc.nat(480),
    recoveryKey: fc.constantFrom(null, 'k'),
    locale: fc.constantFrom('en', 'zh-CN'),
    window: fc.record(
      {
        hotKey: fc.constantFrom(null, 'F13'),
        dock: fc.constantFrom('none', 'left'),
        kiosk: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    reports: fc.record(
      { relay: fc.boolean(), otlp: fc.record({ url: host }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

describe('of policy, machine file and what is stored', () => {
  test('each setting is the policy’s, else the machine file’s, else the stored one, whatever else they say', () => {
    fc.assert(
      fc.property(part, part, part, (policy, file, stored) => {
        const given = laidOver(policy, file);
        const all = laidOver(given, stored);
        const names = new Set([policy, file, stored].flatMap(namesIn));
        expect(new Set(namesIn(all))).toEqual(names);
        for (const name of names) {
          const wanted = [policy, file, stored].find((one) => valueIn(one, name) !== undefined);
          expect(valueIn(all, name), name).toEqual(valueIn(wanted ?? {}, name));
        }
      }),
    );
  });

  test('what the two name is locked, and nothing else, by the word that counts', () => {
    fc.assert(
      fc.property(part, part, (policy, file) => {
        const sources = sourcesOf(policy, file);
        const names = [...new Set([policy, file].flatMap(namesIn))];
        expect(Object.keys(sources).sort()).toEqual([...names].sort());
        for (const name of names) {
          const isOfPolicy = valueIn(policy, name) !== undefined;
          expect(sources[name], name).toBe(isOfPolicy ? 'policy' : 'machine-file');
        }
      }),
    );
  });

  test('the order of laying makes no difference', () => {
    fc.assert(
      fc.property(part, part, part, (policy, file, stored) => {
        expect(laidOver(policy, laidOver(file, stored))).toEqual(
          laidOver(laidOver(policy, file), stored),
        );
      }),
    );
  });
});

describe('a part of a provisioning', () => {
  test('may say anything and nothing, by the rules of the whole', () => {
    expect(parsePartialProvision('{}')).toEqual({ ok: true, value: {} });
    expect(parsePartialProvision('{"shopId":"","colour":1,"window":{"dock":"up"}}')).toEqual({
      ok: false,
      problems: [
        'shopId: must not be empty',
        'window.dock: must be one of none, left, right',
        'the file: "colour" is not a known setting',
      ],
    });
  });

  test.each(['appSecret', 'session'])('says %s only with the address and the key', (name) => {
    const url = 'https://gw.example.com/rest';
    const parse = (gateway: object) => parsePartialProvision(JSON.stringify({ gateway })).ok;
    expect(parse({ [name]: 'x' })).toBe(false);
    expect(parse({ [name]: 'x', url })).toBe(false);
    expect(parse({ [name]: 'x', appKey: '1' })).toBe(false);
    expect(parse({ [name]: 'x', url, appKey: '1' })).toBe(true);
  });

  test('is the first settings of a till where nothing is missing', () => {
    const { shopId: _, ...less } = STORED;
    expect(asWhole(STORED)).toEqual(STORED);
    expect(asWhole(less)).toBeNull();
    expect(missingIn(less)).toEqual(['shopId']);
    expect(missingIn({})).toHaveLength(6);
  });

  test('shows no secret of what it gives', () => {
    const view = viewGiven({ ...STORED, managerPin: '246810' }, 0);
    expect(view).toMatchObject({
      gateway: { url: STORED.gateway.url, hasAppSecret: true, hasSession: true },
      hasPin: true,
    });
    expect(JSON.stringify(view)).not.toMatch(/not-real|a session|246810/);
  });
});

describe('a part that is laid over stored settings', () => {
  const elsewhere = { gateway: { url: 'https://new.example.com/rest' } };

  test('leaves what it does not name', () => {
    expect(accountLaidOver({ brandId: 'b' }, STORED)).toEqual({ ...STORED, brandId: 'b' });
  });

  test('sends the stored secret and session to no other address and key', () => {
    const { gateway } = accountLaidOver(elsewhere, STORED);
    expect(gateway).toEqual({ url: 'https://new.example.com/rest', appKey: '1' });
    const key = accountLaidOver({ gateway: { appKey: '2' } }, STORED).gateway;
    expect(key).toEqual({ url: STORED.gateway.url, appKey: '2' });
  });

  test('leaves no session to another app, nor to another secret of the same one', () => {
    const { url, appKey, appSecret, formerly } = STORED.gateway;
    for (const other of [
      { url: 'https://new.example.com/rest', appKey: '2', appSecret },
      { url, appKey, appSecret: 'another', formerly },
    ]) {
      expect(accountLaidOver({ gateway: other }, STORED).gateway).toEqual(other);
      const named = { ...other, session: 'its own' };
      expect(accountLaidOver({ gateway: named }, STORED).gateway).toEqual(named);
    }
    const same = { gateway: { url, appKey, appSecret } };
    expect(accountLaidOver(same, STORED).gateway).toEqual(STORED.gateway);
  });

  test('gets the stored secret back where it is for the stored account after all', () => {
    const { url, appKey } = STORED.gateway;
    const account = { gateway: { url, appKey } };
    expect(withSecretsOf(STORED, account).gateway).toMatchObject({
      appSecret: 'not-real',
      session: 'a session',
    });
    const own = { gateway: { ...account.gateway, session: 'its own' } };
    expect(withSecretsOf(STORED, own).gateway?.session).toBe('its own');
    for (const other of [
      { gateway: { url: elsewhere.gateway.url, appKey } },
      { gateway: { ...account.gateway, appSecret: 'its own' } },
      {},
    ])
      expect(withSecretsOf(STORED, other)).toEqual(other);
  });

  test('lets nothing count as the same app any more by another address, unless it names it', () => {
    expect(accountLaidOver(elsewhere, STORED).gateway).not.toHaveProperty('formerly');
    const formerly = [{ url: STORED.gateway.url, appKey: '1' }];
    const named = { gateway: { ...elsewhere.gateway, formerly } };
    expect(accountLaidOver(named, STORED).gateway?.formerly).toEqual(formerly);
    const path = { gateway: { url: 'https://gw.example.com/other' } };
    expect(accountLaidOver(path, STORED).gateway?.formerly).toEqual(STORED.gateway.formerly);
  });

  test('vouches for them only where it names all that decides where saves go and who reads them', () => {
    const { shopId: _, operators: __, ...guarded } = STORED;
    expect(vouchesFor(guarded, STORED)).toBe(true);
    expect(vouchesFor({ window: { kiosk: true } }, STORED)).toBe(false);
    for (const name of ['url', 'appKey', 'appSecret', 'formerly'] as const) {
      const { [name]: _, ...gateway } = STORED.gateway;
      expect(vouchesFor({ ...guarded, gateway }, STORED), name).toBe(false);
    }
    expect(vouchesFor({ gateway: STORED.gateway }, STORED)).toBe(false);
    expect(vouchesFor(guarded, { ...STORED, recoveryKey: 'k' })).toBe(false);
    expect(vouchesFor({ ...guarded, recoveryKey: null }, { ...STORED, recoveryKey: 'k' })).toBe(
      true,
    );
    expect(vouchesFor(guarded, { ...STORED, queuePer: 'pc' })).toBe(false);
    const updates = { url: 'https://updates.example.com' };
    expect(vouchesFor(guarded, { ...STORED, updates })).toBe(false);
    expect(vouchesFor({ ...guarded, updates }, { ...STORED, updates })).toBe(true);
  });
});

test('every setting of a provisioning has a name', () => {
  const names: SettingName[] = namesIn({ ...STORED, window: { hotKey: null }, recoveryKey: null });
  expect(names).toContain('window.hotKey');
  expect(names).toContain('recoveryKey');
});
