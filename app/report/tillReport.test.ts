import { describe, expect, test } from 'vitest';
import { isShopOpen } from './isShopOpen.ts';
import { readReport } from './readReport.ts';
import {
  MAX_HELD_CODES,
  MAX_REPORT_BYTES,
  MAX_REPORTED_CODE,
  MAX_REPORTED_NUMBER,
  MAX_WARNINGS,
  type TillReport,
} from './tillReport.ts';

const quiet: TillReport = {
  format: 1,
  version: '1.2.3',
  isRunning: true,
  runsForSeconds: 60,
  waiting: 0,
  oldestWaitingSeconds: null,
  pause: 'none',
  held: 0,
  heldByCode: [],
  sinceAcceptedSeconds: 5,
  clockOffsetSeconds: null,
  disk: { freeMebibytes: 20_000, isRefusing: false },
  keyStore: 'os',
  pageEnds: 0,
  warnings: [],
  openingHours: { from: '09:30', to: '21:00', utcOffsetMinutes: 480 },
};

const longCode = (number: number) => `${number}`.padEnd(MAX_REPORTED_CODE, 'x');

/** As long as each of its fields may be. */
const longest: TillReport = {
  ...quiet,
  version: `1.2.3-${'x'.repeat(26)}`,
  isRunning: false,
  runsForSeconds: MAX_REPORTED_NUMBER,
  waiting: MAX_REPORTED_NUMBER,
  oldestWaitingSeconds: MAX_REPORTED_NUMBER,
  pause: 'settings-set-back',
  held: MAX_REPORTED_NUMBER,
  heldByCode: Array.from({ length: MAX_HELD_CODES }, (_, number) => [
    longCode(number),
    MAX_REPORTED_NUMBER,
  ]),
  sinceAcceptedSeconds: MAX_REPORTED_NUMBER,
  clockOffsetSeconds: -MAX_REPORTED_NUMBER,
  disk: { freeMebibytes: MAX_REPORTED_NUMBER, isRefusing: false },
  keyStore: 'dpapi-machine',
  pageEnds: MAX_REPORTED_NUMBER,
  warnings: Array.from({ length: MAX_WARNINGS }, (_, number) => longCode(number)),
  openingHours: { from: '09:30', to: '21:00', utcOffsetMinutes: -900 },
};

const read = (report: object) => readReport(JSON.stringify(report));

test('a report comes through as it was sent', () => {
  expect(read(quiet)).toEqual(quiet);
});

test('the longest report that there can be has at most a thousand bytes', () => {
  expect(read(longest)).toEqual(longest);
  expect(Buffer.byteLength(JSON.stringify(longest))).toBeLessThanOrEqual(MAX_REPORT_BYTES);
});

describe('nothing else is a report', () => {
  test.each<[string, object]>([
    ['with a field that nobody knows', { ...quiet, name: '张三' }],
    ['with a code that may name somebody', { ...quiet, warnings: ['p13800138000'] }],
    ['with words', { ...quiet, warnings: ['the customer is angry'] }],
    ['with words in place of the version', { ...quiet, version: '1.2.3 张三' }],
    [
      'with a code twice',
      {
        ...quiet,
        heldByCode: [
          ['stale', 1],
          ['stale', 2],
        ],
      },
    ],
    ['with a warning twice', { ...quiet, warnings: ['store.disk-full', 'store.disk-full'] }],
    ['with a code that is too long', { ...quiet, warnings: ['x'.repeat(MAX_REPORTED_CODE + 1)] }],
    [
      'with too many codes',
      { ...quiet, warnings: Array.from({ length: MAX_WARNINGS + 1 }, (_, one) => `w${one}`) },
    ],
    ['with a count that is none', { ...quiet, held: -1 }],
    ['with a count without end', { ...quiet, held: 1e300 }],
    ['with a fraction', { ...quiet, held: 0.5 }],
    ['with a pause that there is not', { ...quiet, pause: 'lunch' }],
    ['with hours that there are not', { ...quiet, openingHours: { from: '9', to: '21:00' } }],
    ['of another format', { ...quiet, format: 2 }],
  ])('%s', (_, report) => {
    expect(read(report)).toBeNull();
  });

  test.each(['', 'null', '[]', '{', '1', '"x"', '{"__proto__":{}}'])('%s', (text) => {
    expect(readReport(text)).toBeNull();
  });

  test('that is too long, whatever is in it', () => {
    expect(readReport(`${JSON.stringify(quiet)}${' '.repeat(MAX_REPORT_BYTES)}`)).toBeNull();
    expect(readReport('['.repeat(100_000_000))).toBeNull();
  });
});

describe('whether the shop is open', () => {
  const at = (time: string) => isShopOpen(quiet, Date.parse(`2026-11-28T${time}:00+08:00`));

  test('is known at any later time, by what its till has told of its own time', () => {
    const times = ['00:00', '09:29', '09:30', '20:59', '21:00', '23:59'];
    expect(times.map(at)).toEqual([false, false, true, true, false, false]);
  });

  test('is not guessed where nobody has said it', () => {
    expect(isShopOpen({ openingHours: null }, 0)).toBeNull();
  });

  test('is asked west of Greenwich as well', () => {
    const openingHours = { from: '09:00', to: '18:00', utcOffsetMinutes: -300 };
    expect(isShopOpen({ openingHours }, Date.parse('2026-11-28T22:59:00Z'))).toBe(true);
    expect(isShopOpen({ openingHours }, Date.parse('2026-11-28T23:00:00Z'))).toBe(false);
    expect(isShopOpen({ openingHours }, 0)).toBe(false);
  });
});
