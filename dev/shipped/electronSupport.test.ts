import { expect, test } from 'vitest';
import { shippedVersion } from '../electron/shippedElectron.ts';
import realTable from './electronSupport.json' with { type: 'json' };
import { electronSupport, type SupportTable } from './electronSupport.ts';

const table: SupportTable = {
  readAt: '2026-11-26',
  majors: { 45: { stable: '2026-10-20', supportedUntil: '2027-04-06' } },
};
const at = (day: string) => Date.parse(day);

test('a major is supported to the end of its last day, and not a day longer', () => {
  expect(electronSupport('45.5.0', at('2026-11-26'), table).isSupported).toBe(true);
  expect(electronSupport('45.5.0', at('2027-04-06T23:59:59Z'), table).isSupported).toBe(true);
  const { isSupported, line } = electronSupport('45.5.0', at('2027-04-07'), table);
  expect(isSupported).toBe(false);
  expect(line).toBe(
    'Electron 45.5.0 has got no security fixes since 2027-04-06, by the table of 2026-11-26.',
  );
});

test('a major that the table does not have is not supported', () => {
  expect(electronSupport('25.1.1', at('2026-11-26'), table).isSupported).toBe(false);
  expect(electronSupport('99.0.0', at('2026-11-26'), table).isSupported).toBe(false);
});

test('a table that has missed a major says so itself', () => {
  expect(electronSupport('45.5.0', at('2027-02-04'), table).warning).toBeNull();
  expect(electronSupport('45.5.0', at('2027-02-05'), table).warning).toContain('71 days old');
});

test('the version that ships was supported on the day on which the table was read', () => {
  const { readAt } = realTable;
  expect(electronSupport(shippedVersion, at(readAt)).isSupported).toBe(true);
});

test('in the table no major ends before the third after it can have come out', () => {
  for (const { stable, supportedUntil } of Object.values(realTable.majors)) {
    const weeks = (at(supportedUntil) - at(stable)) / (7 * 24 * 60 * 60 * 1_000);
    expect(weeks).toBeGreaterThanOrEqual(23);
    expect(weeks).toBeLessThanOrEqual(30);
  }
});
