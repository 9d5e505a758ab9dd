import { expect, test } from 'vitest';
import { searchedSequence } from './slipSearch.ts';

test.each([
  ['S-0187', 187],
  ['s0187', 187],
  ['187', 187],
  [' 1 8-7 ', 187],
  ['Ｓ－０１８７', 187],
  ['123456789012345', 123_456_789_012_345],
  ['', undefined],
  [' - ', undefined],
  ['s', null],
  ['ss1', null],
  ['18a', null],
  ['1234567890123456', null],
])('what is searched for as "%s" is the slip %s', (text, sequence) => {
  expect(searchedSequence(text)).toBe(sequence);
});
