import { describe, expect, test } from 'vitest';
import {
  meaningOf,
  meaningOfResult,
  OUTCOME_TABLE,
  type OutcomeRow,
  outcomeRowSchema,
} from './outcomeTable.ts';

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
    expect(meaningOf(code, subCode, table).class).toBe(outcomeClass);
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
    expect(meaningOfResult(resultCode, table).class).toBe(outcomeClass);
  });
});

describe('what a row does not say', () => {
  const rows = (...parts: Partial<OutcomeRow>[]) => parts.map(row);

  test('the next row that fits and has the same class says', () => {
    const table = rows(
      { code: '7', class: 'configuration' },
      { subCode: 'isv.*', class: 'rejected', problem: 'protocol' },
      { code: '7', class: 'configuration', problem: 'secret' },
      { code: '7', class: 'configuration', problem: 'appKey', atFirst: 'blame-save' },
    );
    expect(meaningOf('7', 'isv.x', table)).toEqual({
      class: 'configuration',
      problem: 'secret',
      atFirst: 'blame-save',
    });
  });

  test('is, where no row says it, what its class does', () => {
    const problemOf = (kind: OutcomeRow['class']) =>
      meaningOf('7', '', [row({ code: '7', class: kind })]).problem;
    expect(problemOf('configuration')).toBe('settingsRefused');
    expect(problemOf('quota')).toBe('quota');
    expect(problemOf('clock')).toBe('clockRefused');
    expect(problemOf('later')).toBe('tryLater');
    expect(problemOf('rejected')).toBeNull();
    expect(meaningOf('7', '', [])).toEqual({
      class: 'unknown',
      problem: 'unknownAnswer',
      atFirst: null,
    });
  });

  test('that a call has come all the way is said as well', () => {
    const table = rows({ code: '7', class: 'later', problem: null }, { code: '7', class: 'later' });
    expect(meaningOf('7', '', table).problem).toBeNull();
  });

  test('of a business answer is no problem: the call has come all the way', () => {
    const table = rows(
      { resultCode: 'A', class: 'configuration', problem: 'permission' },
      { resultCode: 'B', class: 'configuration' },
    );
    expect(meaningOfResult('A', table).problem).toBe('permission');
    expect(meaningOfResult('B', table)).toMatchObject({ class: 'configuration', problem: null });
    expect(meaningOfResult('C', table)).toMatchObject({ class: 'unknown', problem: null });
  });
});

test('a chain’s row in front of a shipped one changes what it says, and keeps the rest', () => {
  const chain = [row({ code: '27', class: 'configuration', problem: 'permission' })];
  expect(meaningOf('27', '', [...chain, ...OUTCOME_TABLE])).toEqual({
    class: 'configuration',
    problem: 'permission',
    atFirst: 'ask-again',
  });
  const later = [row({ code: '27', class: 'later' })];
  expect(meaningOf('27', '', [...later, ...OUTCOME_TABLE])).toEqual({
    class: 'later',
    problem: 'tryLater',
    atFirst: null,
  });
});

test.each([
  ['ask-again', 'configuration'],
  ['blame-save', 'configuration'],
  ['sign-again', 'clock'],
] as const)('the first answer can %s only where it is one of %s', (atFirst, kind) => {
  for (const other of [
    'quota',
    'configuration',
    'clock',
    'rejected',
    'later',
    'unknown',
  ] as const) {
    const parsed = outcomeRowSchema.safeParse(row({ code: '7', class: other, atFirst }));
    expect(parsed.success, other).toBe(other === kind);
  }
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
