import { expect, test } from 'vitest';
import { type SizeKey, TEXT_SIZES, textSizeAfter, textSizeStep } from './textSize.ts';

const ctrl = (key: string, code = '', change: Partial<SizeKey> = {}) =>
  textSizeStep({ key, code, control: true, alt: false, meta: false, ...change });

test('Ctrl with plus, minus and nought, whatever keyboard they are on', () => {
  expect([ctrl('='), ctrl('+'), ctrl('+', 'NumpadAdd')]).toEqual(Array(3).fill('larger'));
  expect([ctrl('-'), ctrl('_'), ctrl('-', 'NumpadSubtract')]).toEqual(Array(3).fill('smaller'));
  expect([ctrl('0'), ctrl('Insert', 'Numpad0')]).toEqual(['usual', 'usual']);
});

test('no other key, and none without Ctrl alone', () => {
  expect([ctrl('1'), ctrl('z'), ctrl('+', '', { control: false })]).toEqual([null, null, null]);
  // AltGr writes signs on some keyboards.
  expect([ctrl('+', '', { alt: true }), ctrl('-', '', { meta: true })]).toEqual([null, null]);
});

test('goes step by step from 80 to 200 percent, and back to 100 at once', () => {
  const after = TEXT_SIZES.map((size) => textSizeAfter(size, 'larger'));
  expect(after).toEqual([...TEXT_SIZES.slice(1), 200]);
  expect(textSizeAfter(80, 'smaller')).toBe(80);
  expect(textSizeAfter(175, 'usual')).toBe(100);
});
