import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../app/report/readReport.ts';
import { REPORTED_KEY_STORES, REPORTED_PAUSES } from '../../app/report/tillReport.ts';
import type { Health } from '../health/describeHealth.ts';
import { reportOf } from './reportOf.ts';

const HEALTH: Health = {
  format: 1,
  version: '1.2.3',
  writtenAt: '2026-11-28T12:00:00.000Z',
  isRunning: true,
  waiting: 3,
  oldestWaitingSeconds: 90,
  pause: 'quota',
  computer: 'known',
  held: 3,
  heldByCode: { 'isv.invalid-mobile': 2, stale: 1 },
  lastAcceptedAt: '2026-11-28T11:59:00.000Z',
  clockOffsetSeconds: -600,
  warnings: ['store.disk-full'],
  pageEnds: 1,
  runsForSeconds: 3_600,
  keyStore: 'dpapi-user',
  diskFreeBytes: 5 * 2 ** 30 + 1,
};
const reported = (health: Partial<Health> = {}) =>
  reportOf({ health: { ...HEALTH, ...health }, openingHours: null, utcOffsetMinutes: 480 });

test('a report says what a till’s health says, with ages in place of moments', () => {
  expect(
    reportOf({
      health: HEALTH,
      openingHours: { from: '09:30', to: '21:00' },
      utcOffsetMinutes: 480,
    }),
  ).toEqual({
    format: 1,
    version: '1.2.3',
    isRunning: true,
    runsForSeconds: 3_600,
    waiting: 3,
    oldestWaitingSeconds: 90,
    pause: 'quota',
    held: 3,
    heldByCode: [
      ['isv.invalid-mobile', 2],
      ['stale', 1],
    ],
    sinceAcceptedSeconds: 60,
    clockOffsetSeconds: -600,
    disk: { freeMebibytes: 5_120, isRefusing: true },
    keyStore: 'dpapi-user',
    pageEnds: 1,
    warnings: ['store.disk-full'],
    openingHours: { from: '09:30', to: '21:00', utcOffsetMinutes: 480 },
  });
});

test('whatever a till’s health has in it, its report is one: bounded, without words, read as it was made', () => {
  const anything = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -1, 1e308, Number.NaN));
  const code = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('stale', 'isv.x', '13800138000', '张三', 'x'.repeat(90), '__proto__', 'other'),
  );
  const health = fc.record({
    format: fc.constant(1 as const),
    version: fc.oneof(code, fc.constant('1.2.3-beta.1')),
    writtenAt: fc.constantFrom('2026-11-28T12:00:00.000Z', '+010000-01-01T00:00:00.000Z', 'x'),
    isRunning: fc.boolean(),
    waiting: anything,
    oldestWaitingSeconds: fc.option(anything),
    pause: fc.constantFrom(...REPORTED_PAUSES),
    computer: fc.constantFrom('looking' as const, 'shared' as const),
    held: anything,
    heldByCode: fc.dictionary(code, anything, { maxKeys: 60 }),
    lastAcceptedAt: fc.option(fc.constantFrom('2026-11-28T12:00:01.000Z', 'x')),
    clockOffsetSeconds: fc.option(anything),
    warnings: fc.array(code, { maxLength: 60 }),
    pageEnds: anything,
    runsForSeconds: anything,
    keyStore: fc.constantFrom(...REPORTED_KEY_STORES),
    diskFreeBytes: fc.option(anything),
  });
  fc.assert(
    fc.property(health, (one) => {
      const report = reported(one);
      const text = JSON.stringify(report);
      expect(readReport(text)).toEqual(JSON.parse(text));
      expect(text).not.toMatch(/13800138000|[^ -~]/);
    }),
    { numRuns: 300 },
  );
});

describe('a code that may not be told', () => {
  test('counts as another', () => {
    const { heldByCode, warnings } = reported({
      heldByCode: { stale: 2, p13800138000: 3, 慕容: 1, ['x'.repeat(41)]: 1 },
      warnings: ['store.torn-tail', '慕容', 'a b'],
    });
    expect(heldByCode).toEqual([
      ['other', 5],
      ['stale', 2],
    ]);
    expect(warnings).toEqual(['store.torn-tail', 'other']);
  });
});

test('of many codes those of most saves are told, in their order', () => {
  const codes = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`code-${index}`, index]),
  );
  expect(reported({ heldByCode: codes }).heldByCode).toEqual([
    ['code-49', 49],
    ['code-48', 48],
    ['code-47', 47],
    ['code-46', 46],
    ['code-45', 45],
  ]);
});

test('of many warnings some are told, in their order', () => {
  const warnings = Array.from({ length: 20 }, (_, index) => `code-${index}`);
  expect(reported({ warnings }).warnings).toEqual(warnings.slice(0, 6));
});

test('an acceptance that a wrong clock puts into the future was just now', () => {
  expect(reported({ lastAcceptedAt: '2027-01-01T00:00:00.000Z' }).sinceAcceptedSeconds).toBe(0);
});

test('nothing is said of what is not known', () => {
  expect(
    reported({ lastAcceptedAt: null, diskFreeBytes: null, oldestWaitingSeconds: null }),
  ).toMatchObject({
    sinceAcceptedSeconds: null,
    disk: { freeMebibytes: null },
    oldestWaitingSeconds: null,
  });
});
