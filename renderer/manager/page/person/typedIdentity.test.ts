import { expect, test } from 'vitest';
import { isSameIdentity, typedIdentity } from './typedIdentity.ts';

test('a whole number is one however it is grouped, and a part of one is none', () => {
  expect(typedIdentity('mobile', '138 0013 8000')).toEqual({ mobile: '13800138000' });
  for (const part of ['', '8000', '1380013800', '138****8000', '138001380001'])
    expect(typedIdentity('mobile', part)).toBeNull();
});

test('a code is taken with its kind, without blanks at its ends', () => {
  expect(typedIdentity('alipay', ' ou-1 ')).toEqual({ outerId: 'ou-1', outerType: 'alipay' });
  expect(typedIdentity('wechat', ' ')).toBeNull();
  expect(typedIdentity('wechat', '会员')).toBeNull();
});

test('nothing but the same number or code once more confirms', () => {
  const mobile = { mobile: '13800138000' };
  expect(isSameIdentity('138-0013-8000', mobile)).toBe(true);
  for (const other of ['', '8000', '13800138001', 'ou-1'])
    expect(isSameIdentity(other, mobile)).toBe(false);
  const code = { outerId: 'ou-1', outerType: 'wechat' } as const;
  expect(isSameIdentity('ou-1', code)).toBe(true);
  expect(isSameIdentity('ou-2', code)).toBe(false);
});
