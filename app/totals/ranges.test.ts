import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gapsUpTo, isIn, mergeRanges, rangesOf, sizeOf } from './ranges.ts';

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }));

test('ranges have the numbers that they were made of, and their gaps have all the others', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 50 }), (some, last) => {
      const merged = mergeRanges(some.map((number) => [number, number] as const));
      expect(merged).toEqual(rangesOf([...some].sort((one, other) => one - other)));
      expect(sizeOf(merged)).toBe(some.length);
      const gaps = gapsUpTo(last, merged);
      for (let number = 1; number <= 50; number += 1) {
        expect(isIn(merged, number)).toBe(some.includes(number));
        expect(isIn(gaps, number)).toBe(number <= last && !some.includes(number));
      }
    }),
  );
});

test('ranges that overlap or touch are one', () => {
  expect(
    mergeRanges([
      [5, 9],
      [1, 2],
      [3, 3],
      [7, 8],
    ]),
  ).toEqual([
    [1, 3],
    [5, 9],
  ]);
});
