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

/** A filler, a joiner, a variation, blanks of Hangul, Khmer and Braille, spaces that no key types. */
const UNSEEN = [
  ...'\u3164\u034f\ufe0f\u115f\u17b4\u2800\u00a0\u3000\u2003\u200b\u202e\u2028\u0007',
];

test.each(UNSEEN)('what nobody would see is written out (%j)', (letter) => {
  expect(visibleText(`a${letter}b`)).toBe(`a\\u{${letter.codePointAt(0)?.toString(16)}}b`);
});

test('a space is one where it is seen; at an end or behind another one it is written out', () => {
  expect(visibleText('My Documents/queue 1.tillside')).toBe('My Documents/queue 1.tillside');
  expect(visibleText(' 24  43 ')).toBe('\\u{20}24 \\u{20}43\\u{20}');
});
