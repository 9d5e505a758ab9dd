import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCalendarText } from './calendarText.ts';

it('reads every real second back', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const text = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');
      expect(readCalendarText(text)).toBe(second * 1000);
    }),
  );
});

it.each([
  '2010-02-30 00:00:00',
  '2011-02-29 00:00:00',
  '2010-13-01 00:00:00',
  '2010-01-01 24:00:00',
  '2010-01-01 00:60:00',
  '2010-01-01',
  '2010-1-1 00:00:00',
  '2010-01-01T00:00:00',
  ' 2010-01-01 00:00:00',
  '2010-01-01 00:00:00\n',
])('refuses %j', (text) => {
  expect(readCalendarText(text)).toBeUndefined();
});
