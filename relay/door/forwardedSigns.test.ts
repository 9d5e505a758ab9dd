import { expect, test } from 'vitest';
import { ForwardedSigns } from './forwardedSigns.ts';

const MINUTE = 60_000;

const signOf = (number: number) => number.toString(16).toUpperCase().padStart(64, '0');

test('a call that has left is known as long as its timestamp may be good, whatever leaves behind it', () => {
  let now = 0;
  const signs = new ForwardedSigns(() => now);
  signs.add(signOf(1));
  now = 20 * MINUTE;
  signs.add(signOf(2));
  now = 21 * MINUTE;
  signs.add(signOf(3));
  now = 41 * MINUTE;
  expect([1, 2, 3, 4].map((number) => signs.has(signOf(number)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  now = 42 * MINUTE;
  signs.add(signOf(4));
  expect([1, 2, 3, 4].map((number) => signs.has(signOf(number)))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('of many the last fifty thousand are known, and never more than twice as many', () => {
  const signs = new ForwardedSigns(() => 0);
  for (let number = 0; number <= 150_000; number += 1) signs.add(signOf(number));
  expect([50_000, 100_000, 150_000].map((number) => signs.has(signOf(number)))).toEqual([
    false,
    true,
    true,
  ]);
});

test('what is no sign is not remembered', () => {
  const signs = new ForwardedSigns(() => 0);
  for (const text of ['', 'a'.repeat(64), 'A'.repeat(60_000)]) {
    signs.add(text);
    expect(signs.has(text)).toBe(false);
  }
});
