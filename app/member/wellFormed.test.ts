import { expect, test } from 'vitest';
import { hasControlCharacters, isWellFormed, lengthInCodePoints } from './wellFormed.ts';

test('control characters are those under the space and DEL, but for tab and the ends of lines', () => {
  const controls = Array.from({ length: 0x100 }, (_, code) => code).filter((code) =>
    hasControlCharacters(`a${String.fromCharCode(code)}b`),
  );
  const under = Array.from({ length: 0x20 }, (_, code) => code);
  expect(controls).toEqual([...under.filter((code) => ![9, 10, 13].includes(code)), 0x7f]);
});

test('a lone half of a character is not well-formed, a whole one is', () => {
  expect(isWellFormed('𠮷')).toBe(true);
  expect(isWellFormed('a\ud842')).toBe(false);
  expect(isWellFormed('\udfb7a')).toBe(false);
});

test('a length counts characters, not their halves', () => {
  expect(lengthInCodePoints('')).toBe(0);
  expect(lengthInCodePoints('a𠮷b')).toBe(3);
});
