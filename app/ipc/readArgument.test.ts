import { describe, expect, test } from 'vitest';
import { isTooLarge } from '../limits/argumentSize.ts';
import { EMPTY_MEMBER } from '../member/memberSchema.ts';
import { MAX_OPERATORS } from '../settings/provision.ts';
import type { CallName } from './bridge.ts';
import { argumentSchema } from './calls.ts';
import { readArgument } from './readArgument.ts';

const TODAY = '2026-11-24';
const REFUSED = { ok: false, error: { code: 'request.refused' } };

const settingsWith = (operators: unknown) => ({
  managerPin: '135791',
  settings: {
    gateway: {
      url: `https://gw.example.com/${'x'.repeat(900)}`,
      appKey: 'k'.repeat(128),
      appSecret: 's'.repeat(128),
      session: 's'.repeat(128),
      signMethod: 'md5',
    },
    brandId: 'b'.repeat(128),
    shopId: 's'.repeat(128),
    operators,
    locale: 'en',
    isSamePlatform: true,
  },
});

/** A list that counts how often somebody looks at it. */
function counted(items: unknown[]) {
  const count = { looks: 0 };
  const list = new Proxy(items, {
    get: (target, key) => {
      count.looks += 1;
      return Reflect.get(target, key);
    },
  });
  return { list, count };
}

test('the longest settings that a page can make come through', () => {
  const operators = Array.from({ length: MAX_OPERATORS }, (_, at) => ({
    id: `${at}`.padStart(128, '0'),
    name: '王'.repeat(128),
    badge: `${at}`.padStart(64, '-'),
  }));
  expect(readArgument('setUp', [settingsWith(operators)], TODAY).ok).toBe(true);
});

test('settings that do not say over which they are to be saved are refused: newer ones would go unseen', () => {
  const { settings } = settingsWith([{ id: '1', name: 'One' }]);
  const given = { pin: '135791', settings };
  expect(readArgument('saveSettings', [{ ...given, revision: 1 }], TODAY).ok).toBe(true);
  expect(readArgument('saveSettings', [given], TODAY)).toEqual(REFUSED);
});

test('the longest text that somebody can paste is told at its field', () => {
  const member = { ...EMPTY_MEMBER, mobile: '13800138000', remark: '好'.repeat(500_000) };
  const request = { requestId: 'a'.repeat(32), operatorId: '1', correctionOf: null, consent: null };
  expect(readArgument('registerMember', [{ ...request, member }], TODAY)).toEqual({
    ok: false,
    error: { code: 'input.invalid', fields: { remark: 'text.tooLong' } },
  });
});

test('nobody looks into a text that is too long, in whatever call it stands', () => {
  const long = `\ud800${'1-'.repeat(400_000)}`;
  const looksAt = (name: CallName, argument: unknown) => {
    const parsed = argumentSchema(name, TODAY).safeParse(argument);
    return parsed.error?.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  };
  const save = { requestId: 'a'.repeat(32), operatorId: '1' };
  const member = { ...EMPTY_MEMBER, mobile: long };
  const ticked = { at: 1, brandId: 'b', noticeVersion: 'v1', operatorId: long, marketing: false };
  const consented = { ...save, correctionOf: null, consent: ticked };
  expect(looksAt('compareMember', { ...save, member })).toEqual(['member.mobile too_big']);
  const sound = { ...EMPTY_MEMBER, mobile: '13800138000' };
  expect(looksAt('registerMember', { ...consented, member: sound })).toEqual([
    'consent.operatorId too_big',
  ]);
  const operators = [{ id: long, name: long }];
  const given = settingsWith(operators);
  const gateway = { ...given.settings.gateway, url: long, appKey: long };
  const settings = { ...given.settings, gateway, brandId: long };
  expect(looksAt('setUp', { ...given, settings })).toEqual([
    'settings.gateway.url too_big',
    'settings.gateway.appKey too_big',
    'settings.brandId too_big',
    'settings.operators.0.id too_big',
    'settings.operators.0.name too_big',
  ]);
});

describe('an argument that no page of ours makes', () => {
  test('is refused without looking at more of it than one may have, however long its list', () => {
    const { list, count } = counted(Array.from({ length: 50_000 }, () => ({})));
    expect(readArgument('setUp', [settingsWith(list)], TODAY)).toEqual(REFUSED);
    expect(count.looks).toBeLessThan(6_000);
  });

  test.each([
    ['a list of holes', () => settingsWith(new Array(4_000_000_000))],
    ['bytes', () => new Uint8Array(10_000_000)],
    ['bytes that nobody looks at', () => new ArrayBuffer(10_000_000)],
    ['a map', () => new Map([[1, 'x'.repeat(2_000_000)]])],
    ['a set', () => new Set(Array.from({ length: 6_000 }, (_, at) => at))],
    ['an error', () => new Error('x'.repeat(2_000_000))],
    ['a pattern', () => new RegExp('x'.repeat(2_000_000))],
    ['a number without end', () => 2n ** 1_000_000n],
    ['a day', () => new Date(0)],
    ['many names', () => Object.fromEntries(Array.from({ length: 6_000 }, (_, at) => [at, at]))],
    ['one long name', () => ({ ['x'.repeat(2_000_000)]: 1 })],
    ['a long text', () => ({ pin: 'x'.repeat(2_000_000) })],
    [
      'lists in lists',
      () => [Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => 1))],
    ],
  ])('is refused: %s', (_, make) => {
    expect(readArgument('setUp', [make()], TODAY)).toEqual(REFUSED);
    expect(readArgument('getSettings', [make()], TODAY)).toEqual(REFUSED);
    // The schema is not even asked, and the preload sends nothing.
    expect(isTooLarge({ settings: [make()] })).toBe(true);
  });

  test('is refused, of more than one value or none', () => {
    expect(readArgument('getSettings', [{ pin: '1' }, 1], TODAY)).toEqual(REFUSED);
    expect(readArgument('getSettings', [], TODAY)).toEqual(REFUSED);
    expect(readArgument('getTill', [], TODAY)).toEqual(REFUSED);
  });
});
