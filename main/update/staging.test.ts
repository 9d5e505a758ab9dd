import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithinStage } from './staging.ts';

const TILLS = Array.from({ length: 10_000 }, (_, at) => (at + 0.5) / 10_000);

test('of ten thousand tills about so many of a hundred get a staged version', () => {
  for (const percentage of [1, 10, 50, 99]) {
    const first = TILLS.filter((share) => isWithinStage('0.2.0', percentage, share)).length;
    expect(Math.abs(first / 100 - percentage)).toBeLessThan(1.5);
  }
});

test('who is among the first stays so when more get it, and others are the first of the next version', () => {
  const first = (version: string, percentage: number) =>
    TILLS.filter((share) => isWithinStage(version, percentage, share));
  const ten = first('0.2.0', 10);
  const fifty = new Set(first('0.2.0', 50));
  expect(ten.every((share) => fifty.has(share))).toBe(true);
  const next = new Set(first('0.3.0', 10));
  expect(ten.filter((share) => next.has(share)).length).toBeLessThan(ten.length / 2);
});

test('without a percentage, and at a hundred, everybody is; at none, and by one that is none, nobody', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, (one) => {
      for (const all of [undefined, null, 100, '100'])
        expect(isWithinStage('1.0.0', all, one)).toBe(true);
      for (const none of [0, '0', -1, '', ' ', 'all', Number.NaN, {}, [], true])
        expect(isWithinStage('1.0.0', none, one)).toBe(false);
    }),
  );
});
