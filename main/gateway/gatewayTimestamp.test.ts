import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { gatewayTimestamp } from './gatewayTimestamp.ts';

const zone = process.env.TZ;
afterEach(() => {
  process.env.TZ = zone ?? '';
});

describe('gateway timestamp', () => {
  test.each(['Asia/Shanghai', 'America/Los_Angeles', 'UTC', 'Pacific/Chatham'])(
    'is GMT+8 on a PC in %s',
    (pcZone) => {
      process.env.TZ = pcZone;
      expect(gatewayTimestamp(Date.UTC(2026, 10, 24, 16, 0, 0))).toBe('2026-11-25 00:00:00');
      expect(gatewayTimestamp(Date.UTC(2026, 2, 8, 10, 30, 59))).toBe('2026-03-08 18:30:59');
    },
  );

  test('reads back as the same second for every moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
        const readBack = Date.parse(`${gatewayTimestamp(at).replace(' ', 'T')}+08:00`);
        expect(readBack).toBe(Math.floor(at / 1_000) * 1_000);
      }),
    );
  });
});
