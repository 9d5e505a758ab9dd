import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextInGrid } from './gridKeys.ts';

test('arrows go one along or one row on, and stop at the edges', () => {
  expect(nextInGrid('ArrowRight', 0, 31, 7)).toBe(1);
  expect(nextInGrid('ArrowDown', 0, 31, 7)).toBe(7);
  expect(nextInGrid('ArrowDown', 27, 31, 7)).toBe(27);
  expect(nextInGrid('ArrowUp', 3, 31, 7)).toBe(3);
  expect(nextInGrid('End', 3, 31, 7)).toBe(30);
  expect(nextInGrid('Home', 3, 31, 7)).toBe(0);
  expect(nextInGrid('a', 3, 31, 7)).toBeNull();
});

test('no key ever leaves the grid', () => {
  const keys = fc.constantFrom('ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), fc.nat(30), keys, (count, start, key) => {
      fc.pre(start < count);
      const next = nextInGrid(key, start, count, 7) ?? -1;
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(count);
    }),
  );
});
