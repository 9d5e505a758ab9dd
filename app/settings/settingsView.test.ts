import { expect, test } from 'vitest';
import type { Provision } from './provision.ts';
import { viewSettings } from './settingsView.ts';
import { USUAL_WINDOW } from './windowChoices.ts';

const provision: Provision = {
  gateway: { url: 'https://gw.example/', appKey: '1', appSecret: 'a secret' },
  brandId: 'b',
  shopId: 's',
  operators: [{ id: '1', name: 'One' }],
};

test('the manager sees the settings, and of a secret only whether it is there', () => {
  const { gateway, ...others } = viewSettings(provision, 'en', null, 3);
  expect(gateway).toEqual({
    url: 'https://gw.example/',
    appKey: '1',
    hasAppSecret: true,
    hasSession: false,
    signMethod: 'hmac-sha256',
  });
  expect(others).toEqual({
    brandId: 'b',
    shopId: 's',
    operators: provision.operators,
    locale: 'en',
    watermarkFolder: '',
    window: USUAL_WINDOW,
    api: { enabled: false, port: 24_817 },
    openFile: null,
    locked: { sources: {}, file: null },
    proxy: null,
    updates: null,
    revision: 3,
  });
});

test('a session and a way to sign are shown where they are', () => {
  const account = { ...provision.gateway, session: 'a session', signMethod: 'md5' as const };
  expect(viewSettings({ ...provision, gateway: account }, 'en').gateway).toMatchObject({
    hasSession: true,
    signMethod: 'md5',
  });
  const empty = { ...provision.gateway, appSecret: '' };
  expect(viewSettings({ ...provision, gateway: empty }, 'en').gateway.hasAppSecret).toBe(false);
  const watermarkFolder = '/mnt/usb';
  expect(viewSettings({ ...provision, watermarkFolder }, 'en').watermarkFolder).toBe('/mnt/usb');
});
