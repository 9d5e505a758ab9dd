import { describe, expect, test } from 'vitest';
import type { TillReport } from '../../../app/report/tillReport.ts';
import { NINE, WELL } from '../testing/chainInMemory.ts';
import type { SeenTill } from './fleet.ts';
import { lookOf } from './tillLook.ts';

const MINUTE = 60_000;

function till(report: Partial<TillReport> | null, more: Partial<SeenTill> = {}): SeenTill {
  return {
    appKey: 'k',
    brandId: 'b',
    shopId: 's',
    till: 't',
    createdAt: 0,
    secretUntil: null,
    seenAt: NINE,
    version: WELL.version,
    report: report === null ? null : { ...WELL, ...report },
    ...more,
  };
}

const at = (seen: SeenTill, minutes = 0) => lookOf(seen, NINE + minutes * MINUTE);

describe('silence', () => {
  test('is trouble after fifteen minutes in opening hours', () => {
    expect(at(till({}), 15).look).toBe('well');
    expect(at(till({}), 16)).toEqual({ look: 'trouble', why: ['silent'] });
  });

  test('is none while the shop is closed, nor in the first quarter of an hour of a day', () => {
    const opensAtTen = { from: '10:00', to: '21:00', utcOffsetMinutes: 480 };
    const seen = till({ openingHours: opensAtTen });
    expect(at(seen, 59)).toEqual({ look: 'closed', why: [] });
    expect(at(seen, 74).why).toEqual([]);
    expect(at(seen, 75).why).toEqual(['silent']);
  });

  test('is expected of one that said goodbye only where its opening hours are known', () => {
    expect(at(till({ isRunning: false, openingHours: null }), 300).look).toBe('closed');
    expect(at(till({ isRunning: true, openingHours: null }), 300).look).toBe('trouble');
    expect(at(till({ isRunning: false }), 300).look).toBe('trouble');
  });
});

describe('what a till has told', () => {
  test.each<[Partial<TillReport>, string, string[]]>([
    [{}, 'well', []],
    [{ pause: 'unreachable' }, 'well', []],
    [{ pause: 'quota' }, 'well', []],
    [{ pause: 'configuration' }, 'trouble', ['paused']],
    [{ pause: 'rejections' }, 'trouble', ['paused']],
    [{ disk: { freeMebibytes: 0, isRefusing: true } }, 'trouble', ['disk-refusing', 'disk-low']],
    [{ disk: { freeMebibytes: null, isRefusing: false } }, 'well', []],
    [{ oldestWaitingSeconds: 7_200, waiting: 1 }, 'well', []],
    [{ oldestWaitingSeconds: 7_201, waiting: 1 }, 'trouble', ['waiting-long']],
    [{ held: 20 }, 'attention', ['held']],
    [{ held: 21 }, 'attention', ['held-many']],
    [{ clockOffsetSeconds: -121 }, 'attention', ['clock-off']],
    [{ warnings: ['store.space-low'] }, 'attention', ['warnings']],
  ])('%j: %s', (report, look, why) => {
    expect(at(till(report))).toEqual({ look, why });
  });

  test('grows old with the report: what waits goes on waiting', () => {
    expect(at(till({ oldestWaitingSeconds: 7_190, waiting: 1 }), 1).why).toEqual(['waiting-long']);
  });
});

test('one that was never seen is new, and one whose report nobody can read is trouble', () => {
  expect(at(till(null, { seenAt: null })).look).toBe('new');
  expect(at(till(null))).toEqual({ look: 'trouble', why: ['unreadable'] });
});
