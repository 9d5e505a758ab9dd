import { expect, test } from 'vitest';
import { backoff, PROBE_SCHEDULE, RETRY_SCHEDULE } from './backoff.ts';

test('the longest wait doubles with every try from the first step to the last', () => {
  const longest = (tries: number) => backoff(PROBE_SCHEDULE, tries, () => 1);
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(longest)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ]);
  expect(backoff(RETRY_SCHEDULE, 1, () => 1)).toBe(2_000);
  expect(backoff(RETRY_SCHEDULE, 100, () => 1)).toBe(600_000);
});

test('before any try it is that of the first, and after very many still a number', () => {
  const slow = { firstMilliseconds: 1, limitMilliseconds: Number.MAX_SAFE_INTEGER };
  expect(backoff(PROBE_SCHEDULE, 0, () => 1)).toBe(1_000);
  expect(backoff(slow, 5_000, () => 1)).toBe(2 ** 30);
});

test('chance decides between nothing and the whole step', () => {
  expect([0, 0.25, 0.5].map((chance) => backoff(PROBE_SCHEDULE, 3, () => chance))).toEqual([
    0, 1_000, 2_000,
  ]);
});
