import { beforeAll, describe, expect, test } from 'vitest';
import { OUTAGE_REASONS, type Outage } from '../../../../app/outages/outage.ts';
import { addDays } from '../../../../app/totals/days.ts';
import type { DayFigures } from '../../../../app/totals/reconciliation.ts';
import { WAIT_BOUNDS } from '../../../../app/totals/waits.ts';
import { createI18n } from '../../../i18n/createI18n.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { hoursFigure } from './hoursFigure.ts';
import { operatorsFigure } from './operatorsFigure.ts';
import { bandsOf, outagesFigure } from './outagesFigure.ts';
import { durationOf, hourWords, type OverviewWords } from './overviewWords.ts';
import { countOf, statesFigure } from './statesFigure.ts';
import { waitsFigure } from './waitsFigure.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LOOK = { fontSize: 15, fontFamily: 'sans-serif', names: [], room: 0 };

let words: OverviewWords;

beforeAll(async () => {
  const i18n = createI18n();
  await i18n.changeLanguage('en');
  words = { t: i18n.t, language: 'en' };
});

function dayOf(day: string, more: Partial<DayFigures> = {}): DayFigures {
  return {
    day,
    registered: 0,
    takenOver: 0,
    kinds: {},
    operators: [],
    shops: [],
    hours: Array.from({ length: 24 }, () => 0),
    waits: { half: null, nearlyAll: null },
    ...more,
  };
}

/** What a chart draws of each series, by its name. */
function drawnBy(content: FigureContent): Record<string, unknown[]> {
  const { series } = content.option(LOOK) as { series: { name: string; data: unknown[] }[] };
  return Object.fromEntries(series.map(({ name, data }) => [name, data]));
}

describe('chart and table have the same numbers', () => {
  test('of the hours of a day', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 4 : hour === 23 ? 1 : 0));
    const content = hoursFigure({ hours }, words);
    expect(drawnBy(content)).toEqual({ Registrations: hours });
    expect(content.rows.map(([, count]) => Number(count))).toEqual(hours);
    expect(content.rows[9]).toEqual(['09:00–10:00', '4']);
    expect(hourWords(23)).toBe('23:00–24:00');
  });

  test('of the states of each day, without those that nobody is in', () => {
    const content = statesFigure(
      [
        dayOf('2026-11-27', { kinds: { accepted: 7, 'discarded.test': 1, 'discarded.other': 2 } }),
        dayOf('2026-11-28', { kinds: { accepted: 3, waiting: 2, sending: 1 } }),
      ],
      words,
    );
    expect(content.columns).toEqual(['Day', 'Registered', 'Waiting', 'Discarded']);
    expect(content.rows).toEqual([
      ['Nov 27', '7', '0', '3'],
      ['Nov 28', '3', '3', '0'],
    ]);
    expect(drawnBy(content)).toEqual({ Registered: [7, 3], Waiting: [0, 3], Discarded: [3, 0] });
    expect(content.names).toEqual(content.columns.slice(1));
  });

  test('of the operators, the most first, by the names of the settings where there are any', () => {
    const content = operatorsFigure(
      [
        dayOf('2026-11-27', { operators: [{ operatorId: '1', count: 2 }] }),
        dayOf('2026-11-28', {
          operators: [
            { operatorId: '1', count: 3 },
            { operatorId: '9', count: 8 },
            { operatorId: null, count: 1 },
          ],
        }),
      ],
      [{ id: '1', name: 'Lin' }],
      words,
    );
    expect(content.rows).toEqual([
      ['9', '8'],
      ['Lin (1)', '5'],
      ['Not known', '1'],
    ]);
    expect(drawnBy(content)).toEqual({ Registrations: [8, 5, 1] });
  });

  test('of more operators than a chart has bars for the table has all', () => {
    const operators = Array.from({ length: 40 }, (_, at) => ({
      operatorId: `${at}`,
      count: at + 1,
    }));
    const content = operatorsFigure([dayOf('2026-11-28', { operators })], [], words);
    expect(content.rows).toHaveLength(40);
    expect(drawnBy(content).Registrations).toHaveLength(15);
  });

  test('of the waits of each day; a day on which nobody became a member has none', () => {
    const content = waitsFigure(
      [
        dayOf('2026-11-26', { waits: { half: 1, nearlyAll: 10 } }),
        dayOf('2026-11-27'),
        dayOf('2026-11-28', { waits: { half: 300, nearlyAll: Number.POSITIVE_INFINITY } }),
      ],
      words,
    );
    expect(content.rows).toEqual([
      ['Nov 26', '1 sec', '10 sec'],
      ['Nov 27', '–', '–'],
      ['Nov 28', '5 min', 'over 7 days'],
    ]);
    expect(drawnBy(content)).toEqual({
      'Half within': [0, null, Math.log10(300)],
      '95% within': [1, null, Math.log10(604_800)],
    });
    expect(WAIT_BOUNDS.at(-1)).toBe(604_800);
  });

  test('of outages, the latest first, with how each ended', () => {
    const from = new Date(2026, 10, 27, 9, 30).getTime();
    const outages: Outage[] = [
      { from, length: 90 * MINUTE, reason: 'unreachable', ending: 'over' },
      { from: from + 24 * HOUR, length: 5 * MINUTE, reason: 'quota', ending: 'unseen' },
      { from: from + 25 * HOUR, length: 3 * MINUTE, reason: 'quota', ending: 'lasting' },
    ];
    const content = outagesFigure(outages, ['2026-11-27', '2026-11-28'], words);
    expect(content.rows).toEqual([
      ['Nov 28, 10:30', '–', '3 min, still lasting', 'Call limit of the platform'],
      ['Nov 28, 09:30', 'Nov 28, 09:35', '5 min, then not known', 'Call limit of the platform'],
      ['Nov 27, 09:30', 'Nov 27, 11:00', '1 hr 30 min', 'Platform out of reach'],
    ]);
    expect(drawnBy(content)).toEqual({
      'Platform out of reach': [[0, 9.5, 11]],
      'Call limit of the platform': [
        [1, 9.5, 9.5 + 5 / 60],
        [1, 10.5, 10.5 + 3 / 60],
      ],
    });
  });
});

test('where there is nothing, there is neither chart nor table', () => {
  const days = [dayOf('2026-11-27'), dayOf('2026-11-28')];
  expect(hoursFigure(dayOf('2026-11-28'), words).rows).toEqual([]);
  expect(statesFigure(days, words).rows).toEqual([]);
  expect(operatorsFigure(days, [], words).rows).toEqual([]);
  expect(waitsFigure(days, words).rows).toEqual([]);
  expect(outagesFigure([], ['2026-11-28'], words).rows).toEqual([]);
});

test('an outage over several days has a band in each, by the clock on the wall', () => {
  const from = new Date(2026, 10, 26, 22).getTime();
  const days = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];
  const outage: Outage = { from, length: 30 * HOUR, reason: 'busy', ending: 'over' };
  expect(bandsOf(outage, days)).toEqual([
    { at: 1, from: 22, to: 24 },
    { at: 2, from: 0, to: 24 },
    { at: 3, from: 0, to: 4 },
  ]);
  expect(bandsOf({ ...outage, from: from - 90 * 24 * HOUR }, days)).toEqual([]);
});

test('no band is ever upside down, whenever it begins and however long it is', () => {
  const days = Array.from({ length: 30 }, (_, at) => addDays('2026-11-28', at - 29));
  for (let at = 0; at < 2_000; at += 1) {
    const from = new Date(2026, 9, 25).getTime() + at * 26 * MINUTE;
    const bands = bandsOf({ from, length: at * 7_777, reason: 'busy', ending: 'over' }, days);
    for (const band of bands) {
      expect(band.to).toBeGreaterThanOrEqual(band.from);
      expect(band.from).toBeGreaterThanOrEqual(0);
      expect(band.to).toBeLessThanOrEqual(24);
    }
  }
});

test('every reason of an outage has its own words', () => {
  const said = OUTAGE_REASONS.map((reason) => words.t(`manager.overview.reasons.${reason}`));
  expect(new Set(said).size).toBe(OUTAGE_REASONS.length);
});

test.each([
  [0, '0 sec'],
  [59.6, '1 min'],
  [90, '1 min 30 sec'],
  [3_600, '1 hr'],
  [3_605, '1 hr'],
  [93_600, '1 day 2 hr'],
  [-5, '0 sec'],
])('%s seconds are %s', (seconds, said) => {
  expect(durationOf(seconds, 'en')).toBe(said);
});

test('what is being sent waits, as on the badge, and why somebody was discarded does not count', () => {
  const kinds = { waiting: 2, sending: 1, 'discarded.test': 1, 'discarded.unknown': 4, held: 3 };
  expect(countOf({ kinds }, 'waiting')).toBe(3);
  expect(countOf({ kinds }, 'discarded')).toBe(5);
  expect(countOf({ kinds }, 'held')).toBe(3);
  expect(countOf({ kinds }, 'erased')).toBe(0);
});
