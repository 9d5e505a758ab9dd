import { expect, test } from 'vitest';
import { OUTCOME_TABLE } from './outcomeTable.ts';
import { whatToFix } from './whatToFix.ts';

test('every configuration fault of the table but a missing timestamp says what to fix', () => {
  const codes = OUTCOME_TABLE.filter((row) => row.class === 'configuration').map((row) => row.code);
  const unclear = codes.filter((code) => whatToFix(code ?? '') === 'settings');
  expect(unclear).toEqual(['30']);
});

test.each([
  ['25', 'secret'],
  ['27', 'session'],
  ['29', 'app-key'],
  ['11', 'permission'],
  ['22', 'address'],
  ['900', 'settings'],
] as const)('code %s: look at the %s', (code, fix) => {
  expect(whatToFix(code)).toBe(fix);
});
