import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBirthday } from '../../app/member/birthday.ts';
import { type Chosen, choicesFor, dayText, NOTHING_CHOSEN, stepOf } from './dayChoices.ts';

const TODAY = '2026-11-24';
const offered = (chosen: Chosen, today = TODAY) =>
  choicesFor(chosen, today)
    .filter((choice) => choice.isOffered)
    .map((choice) => choice.value);

test('the steps go from the decade to the day', () => {
  expect(stepOf(NOTHING_CHOSEN)).toBe('decade');
  expect(stepOf({ decade: 1990, year: null, month: null })).toBe('year');
  expect(stepOf({ decade: 1990, year: 1990, month: null })).toBe('month');
  expect(stepOf({ decade: 1990, year: 1990, month: 2 })).toBe('day');
});

test('every day that can be picked can be registered, whatever the day is today', () => {
  const today = fc
    .record({
      year: fc.integer({ min: 2026, max: 2060 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(({ year, month, day }) => dayText(year, month, day));
  const pick = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(today, fc.tuple(pick, pick, pick, pick), (now, picks) => {
      const chosen: Chosen = { ...NOTHING_CHOSEN };
      let last = 0;
      for (const part of picks) {
        const values = offered(chosen, now);
        expect(values).not.toEqual([]);
        last = values[Math.floor(part * values.length)] ?? 0;
        const step = stepOf(chosen);
        if (step !== 'day') chosen[step] = last;
      }
      const day = dayText(chosen.year ?? 0, chosen.month ?? 0, last);
      expect(checkBirthday(day, now)).toBeNull();
    }),
  );
});

test('every day that can be registered can be picked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 2012 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      (year, month, day) => {
        fc.pre(checkBirthday(dayText(year, month, day), TODAY) === null);
        const decade = year - (year % 10);
        expect(offered(NOTHING_CHOSEN)).toContain(decade);
        expect(offered({ decade, year: null, month: null })).toContain(year);
        expect(offered({ decade, year, month: null })).toContain(month);
        expect(offered({ decade, year, month })).toContain(day);
      },
    ),
  );
});

test('the last day that is old enough is offered, and the next one is not', () => {
  expect(offered({ decade: 2010, year: 2012, month: 11 }).at(-1)).toBe(24);
  expect(offered({ decade: 2010, year: 2012, month: null }).at(-1)).toBe(11);
  expect(offered({ decade: 2010, year: null, month: null }).at(-1)).toBe(2012);
});
