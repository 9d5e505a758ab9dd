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

test.each(['\u{1d159}', '\u{16fe4}'])(
  'so is a letter that no standard calls invisible, and that has no look all the same (%j)',
  (letter) => {
    expect(visibleText(`a${letter}b`)).toBe(`a\\u{${letter.codePointAt(0)?.toString(16)}}b`);
  },
);

test.each([
  ['an accent of its own', 'Cafe\u0301', 'Cafe\\u{301}'],
  ['the parts of a syllable', '\u1112\u1161\u11ab', '\u1112\\u{1161}\\u{11ab}'],
  ['the second code of a letter', '\u212bnn \uf900', '\\u{212b}nn \\u{f900}'],
  ['both', '\u212b\u0301', '\\u{212b}\\u{301}'],
])('what looks exactly like a shorter way to write it is written out: %s', (_, other, visible) => {
  expect(visibleText(other)).toBe(visible);
  expect(visibleText(other.normalize('NFC'))).toBe(other.normalize('NFC'));
});

test('marks that nothing shorter stands for stay as they are', () => {
  for (const text of ['ภาษาไทย', 'हिन्दी', 'Tiếng Việt', '👩🏽'])
    expect(visibleText(text.normalize('NFC'))).toBe(text.normalize('NFC'));
});
