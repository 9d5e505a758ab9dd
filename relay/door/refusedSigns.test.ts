import { expect, test } from 'vitest';
import { CopyTimes } from './copyTimes.ts';
import { RefusedSigns } from './refusedSigns.ts';

const MINUTE = 60_000;

const signOf = (number: number) => number.toString(16).toUpperCase().padStart(64, '0');

/** Without a time of signing where none is given; the platform's clock is the steady one. */
const timeOf = (at: number, signedAt = Number.NaN) => ({ at, signedAt });
const signsAt = (now: () => number) =>
  new RefusedSigns(new CopyTimes({ isSure: () => true, now }, now));

test('a copy of a call that was refused is known as long as its timestamp may be good, and no longer', () => {
  let now = 0;
  const signs = signsAt(() => now);
  signs.add(signOf(1), timeOf(0));
  expect([signs.has(signOf(1)), signs.has(signOf(2))]).toEqual([true, false]);
  now = 21 * MINUTE;
  expect(signs.has(signOf(1))).toBe(true);
  now += 1;
  expect(signs.has(signOf(1))).toBe(false);
});

test('what was signed ahead is known until its own timestamp can be good no more, and for a day at the most', () => {
  let now = 0;
  const signs = signsAt(() => now);
  signs.add(signOf(1), timeOf(0, 60 * MINUTE));
  signs.add(signOf(2), timeOf(0, 3 * 24 * 60 * MINUTE));
  now = 71 * MINUTE;
  expect([signs.has(signOf(1)), signs.has(signOf(2))]).toEqual([true, true]);
  now += 1;
  expect([signs.has(signOf(1)), signs.has(signOf(2))]).toEqual([false, true]);
  now = 24 * 60 * MINUTE + 1;
  expect(signs.has(signOf(2))).toBe(false);
});

test('nobody takes the place of what came later by signing ahead by a day', () => {
  const signs = signsAt(() => 0);
  const ahead = timeOf(0, 24 * 60 * MINUTE);
  for (let number = 0; number < 100_000; number += 1) signs.add(signOf(number), ahead);
  signs.add(signOf(100_000), timeOf(0));
  for (let number = 1; number < 100_000; number += 1) signs.add(signOf(100_000 + number), ahead);
  expect([signs.has(signOf(99_999)), signs.has(signOf(100_000))]).toEqual([false, true]);
});

test('of more than a hundred thousand the oldest go first', () => {
  const signs = signsAt(() => 0);
  for (let number = 0; number <= 100_000; number += 1) signs.add(signOf(number), timeOf(0));
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
  const signs = signsAt(() => 0);
  signs.add(text, timeOf(0));
  expect(signs.has(text)).toBe(false);
});
