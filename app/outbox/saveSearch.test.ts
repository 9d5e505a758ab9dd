import { describe, expect, test } from 'vitest';
import { searchOf } from './saveSearch.ts';

describe('what is looked for in the list of saves', () => {
  test.each([
    ['S-0187', 187, null],
    ['s0187', 187, null],
    ['187', 187, null],
    [' 1 8-7 ', 187, null],
    ['Ｓ－１２', 12, null],
    ['0187', 187, '0187'],
    [' 80 00', 8000, '8000'],
    ['８０００', 8000, '8000'],
    ['12345', 12_345, null],
    ['12345678901', 12_345_678_901, null],
    ['123456789012345', 123_456_789_012_345, null],
  ])('%j is the slip %s, and the end of a phone number: %s', (text, sequence, end) => {
    expect(searchOf(text)).toEqual({ kind: 'number', sequence, end });
  });

  test.each([
    '13800138000',
    '138 0013 8000',
    '+86 138-0013-8000',
    '１３８００１３８０００',
    '\u202a13800138000\u202c',
  ])('%j is one person’s phone number', (text) => {
    expect(searchOf(text)).toEqual({ kind: 'mobile', mobile: '13800138000' });
  });

  test.each(['', ' - '])('%j is everything', (text) => {
    expect(searchOf(text)).toEqual({ kind: 'all' });
  });

  test.each(['s', 'ss1', '18a', '1234567890123456', '王芳'])('%j is nothing', (text) => {
    expect(searchOf(text)).toEqual({ kind: 'nothing' });
  });
});
