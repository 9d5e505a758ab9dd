import { describe, expect, test } from 'vitest';
import { MAX_FORMER_APPS, type Provision } from './provision.ts';
import { mergeSettings, type SettingsInput } from './settingsInput.ts';

const appAt = (host: string, appKey = '1') => ({ url: `https://${host}.example/rest`, appKey });
const stored = (formerly?: ReturnType<typeof appAt>[]): Provision => ({
  gateway: { ...appAt('gw'), appSecret: 'a secret', ...(formerly ? { formerly } : {}) },
  brandId: 'b',
  shopId: 's',
  operators: [{ id: '1', name: 'One' }],
});
/** What the manager sends, and what counts as the same app after it. */
function formerlyAfter(
  app: ReturnType<typeof appAt>,
  before: Provision | null,
  isSamePlatform?: boolean,
) {
  const account = { ...app, appSecret: 'new', session: '', signMethod: 'md5' as const };
  const input: SettingsInput = {
    gateway: account,
    brandId: 'b',
    shopId: 's',
    operators: [{ id: '1', name: 'One' }],
    locale: 'en',
    ...(isSamePlatform === undefined ? {} : { isSamePlatform }),
  };
  return mergeSettings(input, before)?.gateway.formerly;
}

describe('what an app was before', () => {
  const old = [appAt('old')];

  test('stays while the app stays, wherever on its host it is called', () => {
    expect(formerlyAfter(appAt('gw'), stored(old))).toEqual(old);
    expect(formerlyAfter({ ...appAt('gw'), url: 'https://gw.example/v2' }, stored(old))).toEqual(
      old,
    );
    expect(formerlyAfter(appAt('gw'), stored())).toBeUndefined();
  });

  test('ends with another address or key, unless somebody says that it is the same app', () => {
    expect(formerlyAfter(appAt('new'), stored(old))).toBeUndefined();
    expect(formerlyAfter(appAt('new'), stored(old), false)).toBeUndefined();
    expect(formerlyAfter(appAt('new'), stored(old), true)).toEqual([...old, appAt('gw')]);
    expect(formerlyAfter(appAt('gw', '2'), stored(old), true)).toBeUndefined();
    expect(formerlyAfter(appAt('new', '2'), stored(old))).toBeUndefined();
  });

  test('names neither the app as it is now nor anything on a till that is new', () => {
    expect(formerlyAfter(appAt('old'), stored(old), true)).toEqual([appAt('gw')]);
    expect(formerlyAfter(appAt('gw'), null, true)).toBeUndefined();
  });

  test('keeps the latest where they are too many', () => {
    const many = Array.from({ length: MAX_FORMER_APPS }, (_, index) => appAt(`old${index}`));
    expect(formerlyAfter(appAt('new'), stored(many), true)).toEqual([
      ...many.slice(1),
      appAt('gw'),
    ]);
  });
});
