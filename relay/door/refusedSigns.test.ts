import { expect, test } from 'vitest';
import { RefusedSigns } from './refusedSigns.ts';

const MINUTE = 60_000;

test('a copy of a call that was refused is known as long as its timestamp may be good, and no longer', () => {
  let now = 0;
  const signs = new RefusedSigns(() => now);
  signs.add('A');
  expect([signs.has('A'), signs.has('B')]).toEqual([true, false]);
  now = 21 * MINUTE;
  expect(signs.has('A')).toBe(true);
  now += 1;
  expect(signs.has('A')).toBe(false);
});

test('of more than a hundred thousand the oldest go first', () => {
  const signs = new RefusedSigns(() => 0);
  for (let number = 0; number <= 100_000; number += 1) signs.add(String(number));
  expect([signs.has('0'), signs.has('1'), signs.has('100000')]).toEqual([false, true, true]);
});
