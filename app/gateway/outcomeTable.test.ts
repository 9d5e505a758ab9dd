import { describe, expect, test } from 'vitest';
import { classOf, classOfResult, type OutcomeRow, outcomeRowSchema } from './outcomeTable.ts';

const row = (parts: Partial<OutcomeRow>): OutcomeRow => ({
  class: 'rejected',
  source: 'made up',
  ...parts,
});

describe('an error answer has the class of the first row that fits', () => {
  const table = [
    row({ code: '7', subCode: 'isv.*', class: 'quota' }),
    row({ code: '7', class: 'later' }),
    row({ subCode: 'isp.down', class: 'clock' }),
    row({ resultCode: '9', class: 'configuration' }),
  ];
  test.each([
    ['7', 'isv.anything', 'quota'],
    ['7', 'isv.', 'quota'],
    ['7', 'isv', 'later'],
    ['7', 'isvx', 'later'],
    ['7', 'sv.x', 'later'],
    ['7', 'isp.down', 'later'],
    ['8', 'isp.down', 'clock'],
    ['8', 'isp.down.more', 'unknown'],
    ['8', 'isv.anything', 'unknown'],
    ['9', '', 'unknown'],
  ])('%s %s: %s', (code, subCode, outcomeClass) => {
    expect(classOf(code, subCode, table)).toBe(outcomeClass);
  });
});

describe('a business answer has the class of its own codes, whose numbers are not the platform’s', () => {
  const table = [
    row({ code: '7', class: 'quota' }),
    row({ code: '7', subCode: 'BUSY', class: 'quota' }),
    row({ subCode: 'BUSY*', class: 'later' }),
    row({ resultCode: '7', class: 'rejected' }),
    row({ code: '8', resultCode: 'X', class: 'clock' }),
  ];
  test.each([
    ['7', 'rejected'],
    ['BUSY', 'later'],
    ['BUSY_NOW', 'later'],
    ['X', 'clock'],
    ['8', 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (resultCode, outcomeClass) => {
    expect(classOfResult(resultCode, table)).toBe(outcomeClass);
  });
});

test('a row needs something that it can fit', () => {
  for (const field of ['code', 'subCode', 'resultCode'] as const) {
    for (const value of ['7', 'isv.some']) {
      expect(outcomeRowSchema.safeParse(row({ [field]: value })).success).toBe(true);
    }
  }
  for (const none of [{}, { code: '' }, { subCode: '' }, { resultCode: '' }]) {
    expect(outcomeRowSchema.safeParse(row(none)).success).toBe(false);
  }
});

test('a row says where it comes from, if only in a letter', () => {
  const isRow = (source: string) => outcomeRowSchema.safeParse(row({ code: '7', source })).success;
  expect(['', 'a'].map(isRow)).toEqual([false, true]);
});
