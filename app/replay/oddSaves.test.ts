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

test('an answer that comes late undoes nothing of what a later call has shown', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  odd.passed(2, 150);
  odd.passed(3, 50);
  expect(odd.isOdd(1)).toBe(true);
});

test('what passed before the settings changed speaks against nobody after it', () => {
  const odd = new OddSaves();
  odd.passed(2, 150);
  odd.clear();
  odd.met(1, 100);
  expect(odd.isOdd(1)).toBe(false);
});

test('what was met before the settings changed makes nobody odd after it', () => {
  const odd = new OddSaves();
  odd.met(1, 100);
  odd.clear();
  odd.passed(2, 200);
  expect(odd.isOdd(1)).toBe(false);
});

test('a save that is held or finished is forgotten: should it come back, it begins anew', () => {
  for (const leave of ['held', 'left'] as const) {
    const odd = new OddSaves();
    odd.met(1, 100);
    odd[leave](1);
    expect(odd.hasProbed(1)).toBe(false);
    odd.passed(2, 200);
    expect(odd.isOdd(1)).toBe(false);
  }
});

test('a pause that comes after one has passed, or after new settings, begins with whoever is first', () => {
  for (const end of [(odd: OddSaves) => odd.passed(2, 200), (odd: OddSaves) => odd.clear()]) {
    const odd = new OddSaves();
    odd.met(1, 100);
    odd.probed(3);
    end(odd);
    expect([1, 3].map((one) => odd.hasProbed(one))).toEqual([false, false]);
  }
});
