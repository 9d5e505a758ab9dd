import { expect, test } from 'vitest';
import { whatToFix } from './connectionProblems.ts';
import { meaningOf, OUTCOME_TABLE } from './outcomeTable.ts';

const fixOf = (code: string, subCode = '') =>
  whatToFix(meaningOf(code, subCode, OUTCOME_TABLE).problem);

test('every configuration fault of the shipped table says what to fix', () => {
  const rows = OUTCOME_TABLE.filter((row) => row.class === 'configuration');
  const unclear = rows.filter(
    ({ code, subCode }) => fixOf(code ?? '15', subCode?.replace('*', 'some')) === 'settings',
  );
  expect(unclear).toEqual([]);
});

test.each([
  ['25', 'secret'],
  ['27', 'session'],
  ['29', 'app-key'],
  ['11', 'permission'],
  ['22', 'address'],
  ['24', 'address'],
  ['30', 'address'],
  ['900', 'settings'],
] as const)('code %s: look at the %s', (code, fix) => {
  expect(fixOf(code)).toBe(fix);
});

test('a sub code knows better than its code', () => {
  expect(fixOf('25', 'isv.appkey-not-exists')).toBe('app-key');
  expect(fixOf('29', 'isv.appkey-revoked')).toBe('till-key');
  expect(fixOf('29', 'isv.appkey-other-brand')).toBe('brand');
  expect(fixOf('27', 'isv.permission-api-package-limit')).toBe('permission');
});

test('an answer that does not say what is wrong leads to the settings', () => {
  expect(whatToFix(null)).toBe('settings');
});
