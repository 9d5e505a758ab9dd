import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POLICY_KEY, readPolicies } from '../../app/settings/policies.ts';
import { readRegistryPolicies } from './registry.ts';
import { readRegistryText } from './registryText.ts';

const KEY = `HKEY_LOCAL_MACHINE\\${POLICY_KEY}`;

test('of what the system prints, the values are read with their lists, in whatever language it prints the rest', () => {
  const text = [
    'Aktive Codepage: 65001.',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft',
    KEY,
    '',
    KEY,
    '    (Default)    REG_SZ    (value not set)',
    '    BrandId    REG_SZ    244323',
    '    LockAfterMinutes    REG_DWORD    0xa',
    '    NoticeText    REG_MULTI_SZ    一\\0二',
    '',
    `${KEY}\\Operators`,
    '    23    REG_SZ    小林    A',
    '    24    REG_SZ    ',
    '',
  ].join('\r\n');
  expect(readRegistryText(text)).toEqual({
    isThere: true,
    unread: 0,
    values: [
      { list: null, name: 'BrandId', type: 'REG_SZ', data: '244323' },
      { list: null, name: 'LockAfterMinutes', type: 'REG_DWORD', data: '0xa' },
      { list: null, name: 'NoticeText', type: 'REG_MULTI_SZ', data: '一\\0二' },
      { list: 'Operators', name: '23', type: 'REG_SZ', data: '小林    A' },
      { list: 'Operators', name: '24', type: 'REG_SZ', data: '' },
    ],
  });
});

test('the rest of a text with a line break is counted, and is no value', () => {
  const text = `${KEY}\r\n    ShopId    REG_SZ    1\nBrandId    REG_SZ    2\r\n`;
  expect(readRegistryText(text)).toMatchObject({ unread: 1, values: [{ name: 'ShopId' }] });
});

test('a registry without the key has no policies', () => {
  const text = 'Active code page: 65001\r\n\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Other\r\n';
  expect(readRegistryText(text)).toEqual({ isThere: false, values: [], unread: 0 });
});

// Another system has no registry.
test('a name of the language itself is a name like any other, and a wrong value holds up no other setting', () => {
  const text = `${KEY}\r\n    brandid    REG_SZ    b\r\n    Kiosk    REG_DWORD    0x2\r\n${KEY}\\Operators\r\n    __proto__    REG_SZ    x\r\n`;
  const { partial, mistakes } = readPolicies(readRegistryText(text).values);
  expect(partial).toEqual({ brandId: 'b', operators: [{ id: '__proto__', name: 'x' }] });
  expect(mistakes).toHaveLength(1);
});

describe.skipIf(process.platform !== 'win32')('a registry that is there', () => {
  const reg = (...args: string[]) => {
    const { status } = spawnSync('C:\\Windows\\System32\\reg.exe', args, { stdio: 'ignore' });
    expect(status).toBe(0);
  };
  const set = (name: string, type: string, data: string, list = '') =>
    reg('add', `HKLM\\${POLICY_KEY}${list}`, '/v', name, '/t', type, '/d', data, '/f');
  beforeEach(() => reg('add', `HKLM\\${POLICY_KEY}`, '/f'));
  afterEach(() => reg('delete', `HKLM\\${POLICY_KEY}`, '/f'));

  test('gives its policies', () => {
    set('GatewayAddress', 'REG_SZ', 'https://gw.api.taobao.com/router/rest');
    set('brandid', 'REG_SZ', '244323');
    set('23', 'REG_SZ', 'Lin', '\\Operators');
    set('24', 'REG_SZ', 'Wang', '\\Operators');
    set('24', 'REG_SZ', 'BADGE-24', '\\OperatorBadges');
    set('LockAfterMinutes', 'REG_DWORD', '5');
    set('Kiosk', 'REG_DWORD', '1');
    expect(readRegistryPolicies()).toEqual({
      partial: {
        gateway: { url: 'https://gw.api.taobao.com/router/rest' },
        brandId: '244323',
        operators: [
          { id: '23', name: 'Lin' },
          { id: '24', name: 'Wang', badge: 'BADGE-24' },
        ],
        lockAfterMinutes: 5,
        window: { kiosk: true },
      },
      mistakes: [],
    });
  });

  test('tells its mistakes, secrets among them, and keeps what is right', () => {
    set('AppSecret', 'REG_SZ', 'not-real');
    set('GatewayAddress', 'REG_SZ', 'http://gw.example.com/');
    set('ShopId', 'REG_SZ', '7');
    const { partial, mistakes } = readRegistryPolicies();
    expect(partial).toEqual({ shopId: '7' });
    expect(mistakes).toHaveLength(2);
    expect(mistakes.join('\n')).not.toContain('not-real');
  });

  test('never gives a character as another one: as it was written, or told', () => {
    set('ShopId', 'REG_SZ', '7');
    set('23', 'REG_SZ', '小林', '\\Operators');
    const { partial, mistakes } = readRegistryPolicies();
    expect(partial.shopId).toBe('7');
    const isGiven = mistakes.length === 0;
    expect(partial.operators).toEqual(isGiven ? [{ id: '23', name: '小林' }] : undefined);
  });
});
