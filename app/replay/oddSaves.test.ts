import { expect, test } from 'vitest';
import { OddSaves } from './oddSaves.ts';

test('a save is odd once another one, that left after it met the fault, was looked at', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  expect(odd.isOdd(1)).toBe(false);
  odd.passed(2, 100);
  expect(odd.isOdd(1)).toBe(false);
  odd.passed(2, 101);
  expect(odd.isOdd(1)).toBe(true);
  expect(odd.isOdd(3)).toBe(false);
});

test('what passed before one was held speaks against no other', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  odd.met(2, 100);
  odd.passed(3, 150);
  odd.held(1);
  expect(odd.isOdd(2)).toBe(false);
  odd.passed(4, 160);
  expect(odd.isOdd(2)).toBe(true);
});

test('a save that passes itself is no longer suspected, and neither is one under new settings', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  odd.passed(1, 150);
  odd.passed(2, 160);
  expect(odd.isOdd(1)).toBe(false);
  odd.met(1, 200);
  odd.passed(2, 210);
  odd.clear();
  expect(odd.isOdd(1)).toBe(false);
  odd.met(1, 220);
  expect(odd.isOdd(1)).toBe(false);
});

test('each has its turn to probe before anybody has a second one', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  odd.probed(2);
  expect([1, 2, 3].map((one) => odd.hasProbed(one))).toEqual([true, true, false]);
  odd.startRound();
  expect([1, 2, 3].map((one) => odd.hasProbed(one))).toEqual([false, false, false]);
});
