import { expect, test } from 'vitest';
import { winnerOf } from './winner.ts';

test.each([
  ['mobile', 'mobile', "the mobile's customer"],
  ['outer id', 'outer id', "the outer id's customer"],
  ['outer id', 'mobile', 'the older customer'],
  ['mobile', 'outer id', 'the newer customer'],
  ['third', 'mobile', 'a third customer'],
  ['mobile', 'third', 'a third customer'],
] as const)('%s, then %s: %s', (first, second, winner) => {
  expect(winnerOf(first, second)).toBe(winner);
});
