import { expect, test } from 'vitest';
import { codeOf } from './memberCode.ts';

const outerType = 'wechat' as const;

test('a code with its kind is taken as it is sent, without what cannot be seen', () => {
  const outerId = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
  expect(codeOf({ outerId: ` \u200b${outerId}\u202c `, outerType })).toEqual({
    outerId,
    outerType,
  });
});
test('a code of 64 characters is one, a longer one is none', () => {
  const longest = '~'.repeat(64);
  expect(codeOf({ outerId: longest, outerType })).toEqual({ outerId: longest, outerType });
  expect(codeOf({ outerId: `${longest}!`, outerType })).toBeNull();
});
test.each(['', ' ', '会员', 'o Up', 'o\u007f'])('what no scanner gives is none: %j', (outerId) => {
  expect(codeOf({ outerId, outerType })).toBeNull();
});
test('a code without a kind is nobody’s yet', () => {
  expect(codeOf({ outerId: '2088328921390232', outerType: null })).toBeNull();
});
