import { describe, expect, test } from 'vitest';
import { NOTHING_LOCKED } from '../../app/settings/lockedSettings.ts';
import type { SettingsView } from '../../app/settings/settingsView.ts';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { type SettingsValues, settingsResolver, valuesOf } from './settingsForm.ts';

const STORED: SettingsView = {
  gateway: {
    url: 'https://gw.example.com/rest',
    appKey: '12345678',
    hasAppSecret: true,
    hasSession: true,
    signMethod: 'md5',
  },
  brandId: '1',
  shopId: '2',
  operators: [{ id: '3', name: 'Three' }],
  locale: 'en',
  watermarkFolder: 'D:\\marks',
  updates: null,
  window: { ...USUAL_WINDOW, dock: 'left' },
  api: { enabled: true, port: 25_001 },
  proxy: null,
  openFile: null,
  locked: NOTHING_LOCKED,
  revision: 1,
};

/** The fields of the gateway that are wrong, with zod's word for each. */
async function wrongFields(
  change: Partial<SettingsValues['gateway']>,
  stored: Partial<SettingsView['gateway']> = {},
  more: { isSessionLocked?: boolean } = {},
) {
  const settings = { ...STORED, gateway: { ...STORED.gateway, ...stored } };
  const values = valuesOf(settings);
  const { errors } = await settingsResolver({
    stored: settings.gateway,
    proxy: null,
    asksForPin: false,
    ...more,
  })({ ...values, gateway: { ...values.gateway, ...change } }, undefined, {
    fields: {},
    shouldUseNativeValidation: false,
  });
  return Object.fromEntries(
    Object.entries(errors.gateway ?? {}).map(([name, error]) => [
      name,
      typeof error === 'object' && 'type' in error ? error.type : undefined,
    ]),
  );
}

describe('the stored secrets', () => {
  test('stay with the stored address and key when their fields are empty', async () => {
    expect(await wrongFields({})).toEqual({});
    expect(await wrongFields({ url: ` ${STORED.gateway.url} ` })).toEqual({});
  });

  test('an address or a key that an input method typed in full width is the same one', async () => {
    const url = 'ｈｔｔｐｓ：／／ｇｗ．ｅｘａｍｐｌｅ．ｃｏｍ／ｒｅｓｔ';
    expect(await wrongFields({ url, appKey: '１２３４５６７８　' })).toEqual({});
  });

  test.each([{ url: 'https://other.example.com/rest' }, { appKey: '2' }])(
    'are asked for anew, each at its field: %j',
    async (change) => {
      const both = { appSecret: 'custom', session: 'custom' };
      expect(await wrongFields(change)).toEqual(both);
      expect(await wrongFields({ ...change, appSecret: 's' })).toEqual({ session: 'custom' });
      expect(await wrongFields({ ...change, appSecret: 's', session: 't' })).toEqual({});
    },
  );

  test('another secret asks for its session, where nobody else says which that is', async () => {
    expect(await wrongFields({ appSecret: 's' })).toEqual({ session: 'custom' });
    expect(await wrongFields({ appSecret: 's', session: 't' })).toEqual({});
    expect(await wrongFields({ appSecret: 's', forgetSession: true })).toEqual({});
    expect(await wrongFields({ appSecret: 's' }, { hasSession: false })).toEqual({});
    expect(await wrongFields({ appSecret: 's' }, {}, { isSessionLocked: true })).toEqual({});
  });

  test('of which there is no session, or which is to be forgotten, ask for none', async () => {
    const change = { appKey: '2', appSecret: 's' };
    expect(await wrongFields(change, { hasSession: false })).toEqual({});
    expect(await wrongFields({ ...change, forgetSession: true })).toEqual({});
  });
});

test('an operator keeps the badge, which no field shows', async () => {
  const operators = [{ id: '3', name: 'Three', badge: 'BADGE-3' }];
  const values = valuesOf({ ...STORED, operators });
  const { values: output } = await settingsResolver({
    stored: STORED.gateway,
    proxy: null,
    asksForPin: false,
  })(values, undefined, { fields: {}, shouldUseNativeValidation: false });
  expect(output).toMatchObject({ operators });
});
