import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskMember, redactPhones } from './mask.ts';

describe('what lists show of a member', () => {
  test('is 138****8000 and 张*, and nothing where nothing was given', () => {
    expect(maskMember({ mobile: '13800138000', name: '张三丰' })).toEqual({
      mobile: '138****8000',
      name: '张*',
    });
    expect(maskMember({ outerId: 'x', outerType: 'wechat' })).toEqual({ mobile: '', name: '' });
  });

  test('never tells the middle of a number, nor a name beyond its first character', () => {
    const mobiles = fc.stringMatching(/^1[3-9]\d{9}$/);
    fc.assert(
      fc.property(mobiles, fc.string({ minLength: 2, unit: 'grapheme' }), (mobile, name) => {
        const masked = maskMember({ mobile, name });
        expect(masked.mobile.slice(3, 7)).toBe('****');
        expect([...masked.name].length).toBeLessThanOrEqual(2);
        expect(masked.name.endsWith('*')).toBe(true);
      }),
    );
  });

  test('shows the first character that can be seen of a name from before it was cleaned', () => {
    const masked = (name: string) => maskMember({ name }).name;
    expect(masked('\u202e张三')).toBe('张*');
    expect(masked('\u200b')).toBe('');
  });

  test('words of others are told without the phone numbers in them', () => {
    expect(redactPhones('手机号13800138000已存在，单号 2013800138000')).toBe(
      '手机号138****8000已存在，单号 2013800138000',
    );
  });
});
