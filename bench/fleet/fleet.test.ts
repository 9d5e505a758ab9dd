import { describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { percentile } from '../report/statistics.ts';
import { FleetQuota } from './fleetQuota.ts';
import { CHAINS, CONTENDERS } from './fleetScenarios.ts';

const chain = CHAINS['200 tills × 300, 400 a minute'];
const ours = CONTENDERS.filter(
  ({ targets, name }) => targets === 'budget' && /budget provisioned|rebooting/.test(name),
);
const relayed = CONTENDERS.filter(({ targets }) => targets === 'relay').slice(
  atDepth({ whole: 0, short: -1 }),
);
const wrongClocks = CONTENDERS.find(({ name }) => name === 'Through the relay, every clock wrong');
const fixed = CONTENDERS.find(({ name }) => name === 'fixed 5 s');

describe('story 11: 200 shops × 300 saves reconnect in one second under a quota', () => {
  test.each(ours)(
    '$name: the quota is used and not broken, and the counter does not wait',
    ({ run }) => {
      if (chain === undefined) throw new Error('no chain');
      const result = run(chain, 7);
      expect((result.drained ?? Number.POSITIVE_INFINITY) / result.bound).toBeLessThanOrEqual(1.1);
      expect(result.throttled / result.calls).toBeLessThanOrEqual(0.02);
      expect(percentile(result.liveWaits, 0.95)).toBeLessThanOrEqual(5_000);
      expect(result.lost).toBe(0);
      expect(result.curve.at(-1)).toBe(60_000);
    },
  );

  test.each(relayed)(
    '$name: all of the grant is used, none of it broken, and the counter does not wait',
    ({ run }) => {
      if (chain === undefined) throw new Error('no chain');
      const result = run(chain, 7);
      expect((result.drained ?? Number.POSITIVE_INFINITY) / result.bound).toBeLessThanOrEqual(1.05);
      expect(result.used).toBeGreaterThanOrEqual(0.97);
      expect(result.throttled).toBe(0);
      expect(percentile(result.liveWaits, 0.95)).toBeLessThanOrEqual(5_000);
      expect(result.lost).toBe(0);
      expect(result.curve.at(-1)).toBe(60_000);
    },
  );

  test('through the relay 2,000 tills whose clocks are all wrong use the grant from the first minute on, and no customer waits behind them', () => {
    if (chain === undefined || wrongClocks === undefined) throw new Error('no chain');
    const many = { ...chain, tills: 2_000, savesPerTill: 8, callsPerMinute: 4_000 };
    const result = wrongClocks.run(many, 7);
    expect(result.used).toBeGreaterThanOrEqual(0.97);
    expect(result.throttled).toBe(0);
    expect(percentile(result.liveWaits, 1)).toBeLessThanOrEqual(5_000);
  });

  test('a plain queue on the same load spends most of its calls on refusals', () => {
    if (chain === undefined || fixed === undefined) throw new Error('no chain');
    const result = fixed.run(chain, 7);
    expect(result.throttled / result.calls).toBeGreaterThan(0.5);
  });
});

describe('the quota of the simulated gateway', () => {
  test('lets through so many calls in any sixty seconds, and then nobody for the ban', () => {
    const quota = new FleetQuota(3, 10);
    expect([0, 1, 2].map((now) => quota.admit(now))).toEqual([0, 0, 0]);
    expect(quota.admit(59_999)).toBe(10);
    expect(quota.admit(69_998)).toBe(1);
    expect(quota.admit(69_999)).toBe(0);
  });
  test('an even pace is never shut out', () => {
    const quota = new FleetQuota(3, 10);
    const refused = Array.from({ length: 100 }, (_, call) => quota.admit(call * 20_000));
    expect(Math.max(...refused)).toBe(0);
  });
});
