import { expect, test } from 'vitest';
import { visibleText } from './visibleText.ts';

test('a path stands as it is', () => {
  const path = 'D:\\会员 2026\\второй till (1).tillside';
  expect(visibleText(path)).toBe(path);
});

test('what would turn it round, break it or hide a part of it is written out', () => {
  expect(visibleText('/stick/\u202egnp.x\u200b\n\u2028\ud800')).toBe(
    '/stick/\\u{202e}gnp.x\\u{200b}\\u{a}\\u{2028}\\u{d800}',
  );
});
