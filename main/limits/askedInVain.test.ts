import { expect, test } from 'vitest';
import { AskedInVain } from './askedInVain.ts';

test('of each of the last 64 that nobody was known by is told once, and of nobody who was known or never asked about', () => {
  const inVain = new AskedInVain();
  for (let key = 0; key < 65; key += 1) inVain.note(`${key}`, false);
  inVain.note('64', true);
  expect(['0', '1', '1', '63', '64', 'never'].map((key) => inVain.take(key))).toEqual([
    ...[false, true, false, true, false, false],
  ]);
});
