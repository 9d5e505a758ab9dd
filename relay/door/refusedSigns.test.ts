import { expect, test } from 'vitest';
import { RefusedSigns } from './refusedSigns.ts';

const MINUTE = 60_000;

const signOf = (number: number) => number.toString(16).toUpperCase().padStart(64, '0');

test('a copy of a call that was refused is known as long as its timestamp may be good, and no longer', () => {
  let now = 0;
  const signs = new RefusedSigns(() => now);
  signs.add(signOf(1));
  expect([signs.has(signOf(1)), signs.has(signOf(2))]).toEqual([true, false]);
  now = 21 * MINUTE;
  expect(signs.has(signOf(1))).toBe(true);
  now += 1;
  expect(signs.has(signOf(1))).toBe(false);
});

test('of more than a hundred thousand the oldest go first', () => {
  const signs = new RefusedSigns(() => 0);
  for (let number = 0; number <= 100_000; number += 1) signs.add(signOf(number));
  expect([signs.has(signOf(0)), signs.has(signOf(1)), signs.has(signOf(100_000))]).toEqual([
    false,
    true,
    true,
  ]);
});

test.each([
  ['is missing', ''],
  ['is as long as a whole call', 'A'.repeat(60_000)],
  ['is in small letters', 'a'.repeat(64)],
])('what %s is no sign and is not remembered: whoever has no key fills no memory', (_, text) => {
  const signs = new RefusedSigns(() => 0);
  signs.add(text);
  expect(signs.has(text)).toBe(false);
});
