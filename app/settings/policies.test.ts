import { describe, expect, test } from 'vitest';
import { POLICIES, type RegistryValue, readPolicies } from './policies.ts';

const value = (name: string, data: string, type = 'REG_SZ', list: string | null = null) =>
  ({ list, name, type, data }) satisfies RegistryValue;

describe('policies in the registry', () => {
  test('say what the provisioning could say, each in its place', () => {
    const { partial, mistakes } = readPolicies([
      value('GatewayAddress', 'https://gw.example.com/rest'),
      value('AppKey', '123'),
      value('SignMethod', 'md5'),
      value('https://old.example.com/rest', '122', 'REG_SZ', 'FormerApps'),
      value('BrandId', 'b'),
      value('ShopId', 's'),
      value('7', 'Seven', 'REG_SZ', 'Operators'),
      value('8', 'Eight', 'REG_SZ', 'Operators'),
      value('8', 'BADGE-8', 'REG_SZ', 'OperatorBadges'),
      value('NoticeVersion', 'v3'),
      value('NoticeTitle', '会员须知'),
      value('NoticeText', 'one\\0two', 'REG_MULTI_SZ'),
      value('LockAfterMinutes', '0x5', 'REG_DWORD'),
      value('CallsPerMinute', '0x3c', 'REG_DWORD'),
      value('QueuePer', 'pc'),
      value('RecoveryKey', 'zo060cy2M-x7cMF4FKXHbs0CloUFDTRHRboFhw5YfVk'),
      value('RotateKey', '0x1', 'REG_DWORD'),
      value('WatermarkFolder', '\\\\server\\marks'),
      value('UpdatesAddress', 'https://updates.example.com/tillside'),
      value('UpdatesChannel', 'beta'),
      value('OpenFrom', '09:30'),
      value('OpenTo', '21:00'),
      value('Locale', 'en'),
      value('HotKey', 'ctrl+alt+m'),
      value('Dock', 'left'),
      value('AlwaysOnTop', '0x1', 'REG_DWORD'),
      value('StartAtSignIn', '0x1', 'REG_DWORD'),
      value('Kiosk', '0x0', 'REG_DWORD'),
      value('TouchKeyboard', '0x0', 'REG_DWORD'),
      value('ApiEnabled', '0x1', 'REG_DWORD'),
      value('ApiPort', '0x61a9', 'REG_DWORD'),
      value('ReportsToRelay', '0x1', 'REG_DWORD'),
      value('ReportsOtlpAddress', 'https://collector.example/v1/metrics'),
    ]);
    expect(mistakes).toEqual([]);
    expect(partial).toEqual({
      gateway: {
        url: 'https://gw.example.com/rest',
        appKey: '123',
        signMethod: 'md5',
        formerly: [{ url: 'https://old.example.com/rest', appKey: '122' }],
      },
      brandId: 'b',
      shopId: 's',
      operators: [
        { id: '7', name: 'Seven' },
        { id: '8', name: 'Eight', badge: 'BADGE-8' },
      ],
      notice: { version: 'v3', title: '会员须知', text: 'one\ntwo' },
      lockAfterMinutes: 5,
      pace: { callsPerMinute: 60 },
      queuePer: 'pc',
      recoveryKey: 'zo060cy2M-x7cMF4FKXHbs0CloUFDTRHRboFhw5YfVk',
      rotateKey: 1,
      watermarkFolder: '\\\\server\\marks',
      updates: { url: 'https://updates.example.com/tillside', channel: 'beta' },
      openingHours: { from: '09:30', to: '21:00' },
      locale: 'en',
      window: {
        hotKey: 'Ctrl+Alt+M',
        dock: 'left',
        alwaysOnTop: true,
        startAtSignIn: true,
        kiosk: false,
        touchKeyboard: false,
      },
      api: { enabled: true, port: 25_001 },
      reports: { relay: true, otlp: { url: 'https://collector.example/v1/metrics' } },
    });
  });

  test('are known by their names in any capitals, as the registry knows them', () => {
    const { partial } = readPolicies([
      value('BRANDID', 'b'),
      value('7', 'Seven', 'REG_SZ', 'OPERATORS'),
    ]);
    expect(partial).toEqual({ brandId: 'b', operators: [{ id: '7', name: 'Seven' }] });
  });

  test.each<[string, RegistryValue, RegExp]>([
    ['an app secret', value('AppSecret', 'x-not-real'), /^AppSecret: a secret/],
    ['a session', value('session', 'x-not-real'), /^session: a secret/],
    [
      "a collector's key",
      value('ReportsOtlpHeaders', 'x-not-real'),
      /^ReportsOtlpHeaders: a secret/,
    ],
    ['a PIN', value('ManagerPin', '2468'), /^ManagerPin: a secret/],
    ['a name that nobody knows', value('Colour', 'blue'), /^Colour: is not a known policy/],
    ['a list that nobody knows', value('a', 'b', 'REG_SZ', 'Colours'), /^Colours\\a: is not/],
    ['a list in place of a text', value('a', 'b', 'REG_SZ', 'BrandId'), /^BrandId\\a: is not/],
    ['a text in place of a list', value('Operators', 'b'), /^Operators: is not/],
    ['a number in place of a text', value('ShopId', '0x1', 'REG_DWORD'), /^ShopId: must be/],
    ['a text in place of a number', value('Kiosk', '1'), /^Kiosk: must be a REG_DWORD/],
    ['a yes that is neither', value('Kiosk', '0x2', 'REG_DWORD'), /^Kiosk: must be 0 or 1/],
    ['a number that is too large', value('LockAfterMinutes', '0x1e1', 'REG_DWORD'), /at most 480/],
    ['an address that is none', value('GatewayAddress', 'http://a.cn'), /gateway.url: must be/],
    ['a lost character', value('a', '??', 'REG_SZ', 'Operators'), /^Operators\\a: has a "\?"/],
    ['a lost character in a name', value('?', 'b', 'REG_SZ', 'Operators'), /has a "\?"/],
    ['a notice without its version', value('NoticeTitle', 'x'), /notice.version: is missing/],
    ['badges of nobody', value('7', 'BADGE', 'REG_SZ', 'OperatorBadges'), /operators: must name/],
  ])('that have %s tell it without its value, and hold beside it', (_, wrong, said) => {
    const { partial, mistakes } = readPolicies([value('AppKey', '1'), wrong]);
    expect(mistakes).toEqual([expect.stringMatching(said)]);
    expect(mistakes.join()).not.toMatch(/not-real|2468|blue/);
    expect(partial).toEqual({ gateway: { appKey: '1' } });
  });

  test('decide about a setting as a whole: a wrong operator leaves out all of them', () => {
    const { partial, mistakes } = readPolicies([
      value('7', 'Seven', 'REG_SZ', 'Operators'),
      value('8', '小?', 'REG_SZ', 'Operators'),
    ]);
    expect(partial).toEqual({});
    expect(mistakes).toHaveLength(1);
  });

  test('each have a setting of their own', () => {
    const settings = Object.values(POLICIES).map(({ setting }) => setting);
    expect(new Set(settings).size).toBe(settings.length);
  });
});
