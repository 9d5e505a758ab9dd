import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { identityTexts, isSurelyOfCode } from './identity.ts';

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

describe('the code of a save is surely its own', () => {
  const masked = (mobile: string) => ({ mobile, name: '' });
  const first = aSave({ masked: masked('138****8000'), identityKeys: ['m', 'c'] });
  const alone = aSave({ masked: masked(''), identityKeys: ['c', 'old'] });
  const links = (original?: typeof first) => ({ originalOf: () => original });
  const correction = { ...first, correctionOf: first.requestId };

  test('beside its number, and without one; what it corrects may have had others', () => {
    expect(isSurelyOfCode(links(), first, 'c')).toBe(true);
    expect(isSurelyOfCode(links(), first, 'm')).toBe(false);
    expect(isSurelyOfCode(links(), alone, 'c')).toBe(true);
    expect(isSurelyOfCode(links(), alone, 'old')).toBe(false);
  });
  test('in a correction whose original has another one, or is forgotten, and not where both may have it', () => {
    expect(isSurelyOfCode(links(aSave({ identityKeys: ['m', 'b'] })), correction, 'c')).toBe(true);
    expect(isSurelyOfCode(links(), correction, 'c')).toBe(true);
    expect(isSurelyOfCode(links(first), correction, 'c')).toBe(false);
    expect(isSurelyOfCode(links(first), { ...alone, correctionOf: first.requestId }, 'c')).toBe(
      true,
    );
  });
});
