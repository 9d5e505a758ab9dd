import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentCount } from './recentCount.ts';

test('what happens is counted for so many whole seconds, the present one among them, and then no more', () => {
  const recent = new RecentCount(3);
  for (const at of [1_999, 2_000, 2_999, 4_000]) recent.add(at);
  expect([4_000, 4_999, 5_000, 6_999, 7_000].map((now) => recent.count(now))).toEqual([
    3, 3, 1, 1, 0,
  ]);
});

test('whatever comes and when, it counts what a list of all moments would', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(2_500)), (seconds, waits) => {
      const recent = new RecentCount(seconds);
      const all: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        recent.add(now);
        all.push(Math.floor(now / 1_000));
        const first = Math.floor(now / 1_000) - seconds + 1;
        expect(recent.count(now)).toBe(all.filter((second) => second >= first).length);
      }
    }),
  );
});

test('nothing has happened yet', () => {
  expect(new RecentCount(60).count(0)).toBe(0);
});
