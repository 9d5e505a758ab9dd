import { expect, test } from 'vitest';
import { closingLines, isGoodRun, MOST_SECOND_TRIES } from './testRun.ts';

const triedAgain = (count: number) => ({
  ...{ passed: 9, failed: 0, skipped: 1, isGood: true, failures: [] },
  secondTries: Array.from({ length: count }, (_, at) => `a.test.ts > ${at}: too late`),
});

test('a test that passed only when it was tried again is named, with what was wrong at first', () => {
  const tally = triedAgain(1);
  expect(isGoodRun(tally)).toBe(true);
  expect(closingLines(tally)).toEqual([
    'passed when it was tried again: a.test.ts > 0: too late',
    '9 passed, 0 failed, 1 skipped',
  ]);
});

test('a run in which many had to be tried again is not good', () => {
  expect(isGoodRun(triedAgain(MOST_SECOND_TRIES))).toBe(true);
  const tally = triedAgain(MOST_SECOND_TRIES + 1);
  expect(isGoodRun(tally)).toBe(false);
  expect(closingLines(tally)).toContain('failed: 6 tests had to be tried again, more than 5');
});
