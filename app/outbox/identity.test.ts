import { expect, test } from 'vitest';
import { identityTexts } from './identity.ts';

test('one phone number is another person in another brand', () => {
  const member = { mobile: '13800138000' };
  expect(identityTexts('1', member)).toEqual(identityTexts('1', member));
  expect(identityTexts('1', member)).not.toEqual(identityTexts('2', member));
});

test('one code is another person at WeChat than at Alipay, and neither is a phone number', () => {
  const [wechat] = identityTexts('1', { outerId: '13800138000', outerType: 'wechat' });
  const [alipay] = identityTexts('1', { outerId: '13800138000', outerType: 'alipay' });
  const [mobile] = identityTexts('1', { mobile: '13800138000' });
  expect(new Set([wechat, alipay, mobile]).size).toBe(3);
});
