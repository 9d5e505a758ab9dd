import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SigningTimestamps } from './signingTimestamps.ts';

const noon = Date.UTC(2026, 10, 25, 4);

describe('the timestamps of one body', () => {
  test('are never the same twice, however fast it is sent', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 50 });
    fc.assert(
      fc.property(gaps, (milliseconds) => {
        const timestamps = new SigningTimestamps();
        let now = noon;
        const seen = milliseconds.map((gap) => {
          now += gap;
          return timestamps.next('body', now);
        });
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });
  test('are the clock’s own for different bodies', () => {
    const timestamps = new SigningTimestamps();
    expect(timestamps.next('one', noon)).toBe('2026-11-25 12:00:00');
    expect(timestamps.next('two', noon)).toBe('2026-11-25 12:00:00');
  });
  test('go ahead of the clock by a minute at the most, then begin anew', () => {
    const timestamps = new SigningTimestamps();
    const seen = Array.from({ length: 62 }, () => timestamps.next('body', noon + 999));
    expect(seen.slice(0, 2)).toEqual(['2026-11-25 12:00:00', '2026-11-25 12:00:01']);
    expect(seen.slice(-2)).toEqual(['2026-11-25 12:01:00', '2026-11-25 12:00:00']);
  });
  test('are remembered for the last 64 bodies, by their last send', () => {
    const timestamps = new SigningTimestamps();
    const next = (body: number) => timestamps.next(String(body), noon);
    for (let body = 1; body <= 64; body += 1) next(body);
    expect(next(1), 'still known, and now the youngest').toBe('2026-11-25 12:00:01');
    next(65);
    expect(next(1)).toBe('2026-11-25 12:00:02');
    expect(next(3)).toBe('2026-11-25 12:00:01');
    expect(next(2), 'the oldest of 65').toBe('2026-11-25 12:00:00');
  });
  test('follow a clock that was corrected by an hour', () => {
    const timestamps = new SigningTimestamps();
    timestamps.next('body', noon + 3_600_000);
    expect(timestamps.next('body', noon)).toBe('2026-11-25 12:00:00');
  });
});
