import { expect, test } from 'vitest';
import { characterOf } from './keyCharacter.ts';

const CODES = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `Key${letter}`),
  ...'0123456789'.split('').map((digit) => `Digit${digit}`),
  'Minus',
  'Equal',
  'BracketLeft',
  'BracketRight',
  'Backslash',
  'Semicolon',
  'Quote',
  'Backquote',
  'Comma',
  'Period',
  'Slash',
  'Space',
];

const read = (code: string, change: { key?: string; shift?: boolean; capsLock?: boolean } = {}) =>
  characterOf({ code, key: 'Process', shift: false, capsLock: false, ...change });

test('every character of ASCII can be read back from its key, once', () => {
  const characters = CODES.flatMap((code) => [read(code), read(code, { shift: true })]);
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  expect([...new Set(characters)].sort()).toEqual(ascii.sort());
});

test('caps lock turns the case of letters only', () => {
  expect(read('KeyA', { capsLock: true })).toBe('A');
  expect(read('KeyA', { capsLock: true, shift: true })).toBe('a');
  expect(read('Digit1', { capsLock: true })).toBe('1');
  expect(read('Minus', { capsLock: true, shift: true })).toBe('_');
});

test('the number pad gives digits whether NumLock is on or off', () => {
  expect(read('Numpad7', { key: 'Home' })).toBe('7');
  expect(read('NumpadDecimal', { key: 'Delete' })).toBe('.');
});

test('a key that writes nothing is no character, whatever it is called', () => {
  for (const code of ['F2', 'ArrowLeft', 'Escape', 'constructor', 'toString', 'KeyAB'])
    expect(read(code, { key: 'x' })).toBeNull();
  expect(read('', { key: 'Process' })).toBeNull();
  expect(read('', { key: 'é' })).toBe('é');
});
