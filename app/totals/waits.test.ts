import { expect, test } from 'vitest';
import { NO_WAITS, WAIT_CLASSES, waitClass, waitWithin } from './waits.ts';

const counted = (waits: readonly number[]) => {
  const counts = [...NO_WAITS];
  for (const wait of waits) counts[waitClass(wait)] = (counts[waitClass(wait)] ?? 0) + 1;
  return counts;
};

test('a wait is in the class whose end it does not pass', () => {
  expect([-5, 0, 1_000, 1_001, 60_000, 8 * 86_400_000].map(waitClass)).toEqual([
    0,
    0,
    0,
    1,
    7,
    WAIT_CLASSES - 1,
  ]);
});

test('of waits is told within how long a part of them was over, and nothing where there were none', () => {
  const counts = counted([500, 1_500, 2_000, 9_000, 100_000]);
  expect([waitWithin(counts, 0.5), waitWithin(counts, 0.8), waitWithin(counts, 0.95)]).toEqual([
    2, 10, 120,
  ]);
  expect(waitWithin(NO_WAITS, 0.5)).toBeNull();
  expect(waitWithin(counted([8 * 86_400_000]), 0.5)).toBe(Number.POSITIVE_INFINITY);
});
