import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastOutside, mergeRanges, type Range } from './ranges.ts';

test('the last number outside of ranges is the one that counting down finds', () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5))
    .map(([first, more]): Range => [first, first + more]);
  fc.assert(
    fc.property(fc.array(range, { maxLength: 6 }), fc.nat(40), (ranges, number) => {
      const isIn = (one: number) => ranges.some(([first, last]) => one >= first && one <= last);
      let expected = number;
      while (expected > 0 && isIn(expected)) expected -= 1;
      expect(lastOutside(mergeRanges(ranges), number)).toBe(expected);
    }),
  );
});
