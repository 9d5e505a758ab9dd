import { describe, expect, test } from 'vitest';
import type { Provision } from './provision.ts';
import {
  type GatewayInput,
  keepsSecrets,
  mergeGateway,
  mergeSettings,
  type SettingsInput,
  settingsInputSchema,
} from './settingsInput.ts';

const stored: Provision['gateway'] = {
  url: 'https://gw.example/rest',
  appKey: '1',
  appSecret: 'stored secret',
  session: 'stored session',
};
/** As the page sends it when the manager has touched nothing. */
const untouched: GatewayInput = {
  url: stored.url,
  appKey: stored.appKey,
  appSecret: null,
  session: null,
  signMethod: 'md5',
};
const elsewhere = { ...untouched, url: 'https://evil.example/rest' };

describe('secrets that the page does not know', () => {
  test('stay as they are for the address and the key that they were given for', () => {
    expect(mergeGateway(untouched, stored)).toEqual({ ...stored, signMethod: 'md5' });
    const { session: _, ...without } = stored;
    expect(mergeGateway(untouched, without)).toEqual({ ...without, signMethod: 'md5' });
  });

  test('go neither to another address nor with another key', () => {
    expect(keepsSecrets(untouched, stored)).toBe(true);
    for (const other of [elsewhere, { ...untouched, appKey: '2' }]) {
      expect(keepsSecrets(other, stored)).toBe(false);
      expect(mergeGateway(other, stored)).toBeNull();
      expect(mergeGateway({ ...other, appSecret: 'new' }, stored), 'with its session').toBeNull();
      expect(mergeGateway({ ...other, session: '' }, stored), 'with its secret').toBeNull();
    }
  });

  test('that are given anew count anywhere, and an empty session is none', () => {
    const given = { ...elsewhere, appSecret: 'new', session: 'newer' };
    expect(mergeGateway(given, stored)).toEqual({ ...given });
    expect(mergeGateway({ ...given, session: '' }, stored)).not.toHaveProperty('session');
    expect(mergeGateway({ ...untouched, session: '' }, stored)).toEqual({
      url: stored.url,
      appKey: stored.appKey,
      appSecret: stored.appSecret,
      signMethod: 'md5',
    });
  });

  test('a session goes with its secret: by another one it is given anew, or is none', () => {
    const another = { ...untouched, appSecret: 'another' };
    expect(mergeGateway(another, stored)).toBeNull();
    expect(mergeGateway({ ...another, session: '' }, stored)).not.toHaveProperty('session');
    expect(mergeGateway({ ...another, session: 'newer' }, stored)?.session).toBe('newer');
    const same = { ...untouched, appSecret: stored.appSecret };
    expect(mergeGateway(same, stored)).toMatchObject({ session: stored.session });
    const { session: _, ...without } = stored;
    expect(mergeGateway(another, without)).toMatchObject({ appSecret: 'another' });
  });

  test('without stored ones: a secret has to be given, a session need not', () => {
    expect(mergeGateway(untouched, null)).toBeNull();
    expect(mergeGateway({ ...untouched, appSecret: 'new' }, null)).not.toHaveProperty('session');
    const { session: _, ...without } = stored;
    expect(mergeGateway({ ...elsewhere, appSecret: 'new' }, without)).not.toBeNull();
  });
});

describe('settings from the page', () => {
  const input: SettingsInput = {
    gateway: untouched,
    brandId: 'b',
    shopId: 's',
    operators: [{ id: '1', name: 'One' }],
    locale: 'en',
  };

  test('keep what the page does not show', () => {
    const before: Provision = {
      gateway: stored,
      brandId: 'old',
      shopId: 'old',
      operators: [],
      pace: { callsPerMinute: 60 },
    };
    expect(mergeSettings(input, before)).toEqual({
      ...input,
      gateway: { ...stored, signMethod: 'md5' },
      pace: { callsPerMinute: 60 },
    });
    expect(mergeSettings(input, null)).toBeNull();
  });

  test('leave every operator the badge, unless another one has it by now', () => {
    const ofStored = (operators: Provision['operators']) => ({
      gateway: stored,
      brandId: 'b',
      shopId: 's',
      operators,
    });
    const before = ofStored([
      { id: '1', name: 'One', badge: 'BADGE-1' },
      { id: '2', name: 'Two', badge: 'BADGE-2' },
    ]);
    const merged = (operators: SettingsInput['operators']) =>
      mergeSettings({ ...input, operators }, before)?.operators;
    expect(
      merged([
        { id: '2', name: 'Zwei' },
        { id: '3', name: 'Three' },
      ]),
    ).toEqual([
      { id: '2', name: 'Zwei', badge: 'BADGE-2' },
      { id: '3', name: 'Three' },
    ]);
    const renumbered = [
      { id: '9', name: 'One', badge: 'BADGE-1' },
      { id: '1', name: 'New' },
    ];
    expect(merged(renumbered)).toEqual(renumbered);
  });

  test('give nobody the badge of somebody else in whose row they were written', () => {
    const operators = [{ id: '1', name: 'One', badge: 'BADGE-1' }];
    const before = { gateway: stored, brandId: 'b', shopId: 's', operators };
    const merged = (given: SettingsInput['operators']) =>
      mergeSettings({ ...input, operators: given }, before)?.operators;
    expect(merged([{ id: '5', name: 'Five', badge: 'BADGE-1' }])).toEqual([
      { id: '5', name: 'Five' },
    ]);
    const newOne = [{ id: '5', name: 'Five', badge: 'BADGE-5' }];
    expect(merged(newOne), 'a badge that was nobody’s').toEqual(newOne);
  });

  test('have the rules of a provisioning, and no further fields', () => {
    expect(settingsInputSchema.safeParse(input).success).toBe(true);
    expect(settingsInputSchema.safeParse({ ...input, pace: 1 }).success).toBe(false);
    const given = { ...input, gateway: { ...untouched, appSecret: '' } };
    expect(settingsInputSchema.safeParse(given).success).toBe(false);
  });
});
