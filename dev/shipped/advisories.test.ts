import { expect, test } from 'vitest';
import { readAudit } from './advisories.ts';

const shipped = new Set(['node_modules/axios', 'node_modules/electron']);

const report = (vulnerabilities: object) =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities });
const vulnerability = (node: string, via: unknown[]) => ({
  severity: 'high',
  via,
  effects: [],
  range: '<2',
  nodes: [node],
  fixAvailable: true,
});
const hole = { source: 1, title: 'Reads too much', severity: 'high', range: '<2' };

test('a known hole in a package that ships is told with its title', () => {
  const text = report({ axios: vulnerability('node_modules/axios', [hole]) });
  expect(readAudit(text, shipped)).toEqual({
    wasAsked: true,
    advisories: [{ package: 'axios', severity: 'high', title: 'Reads too much' }],
    elsewhere: 0,
  });
});

test('what only builds or tests is counted, and is no reason to stop', () => {
  const text = report({
    eslint: vulnerability('node_modules/eslint', [hole]),
    other: vulnerability('node_modules/tool/node_modules/axios', ['eslint']),
  });
  expect(readAudit(text, shipped)).toEqual({ wasAsked: true, advisories: [], elsewhere: 2 });
});

test('a report without any is a clean one', () => {
  expect(readAudit(report({}), shipped)).toEqual({ wasAsked: true, advisories: [], elsewhere: 0 });
});

test.each([
  ['', 'no report came'],
  ['<html>', 'no report came'],
  ['{"statusCode":404,"uri":"https://packages.invalid/-/npm"}', 'status 404'],
  ['{"error":{"code":"ENOTFOUND","summary":"https://packages.invalid"}}', 'ENOTFOUND'],
])('where nobody answered it says so, and never that all is well: %s', (text, why) => {
  expect(readAudit(text, shipped)).toEqual({ wasAsked: false, why });
});
