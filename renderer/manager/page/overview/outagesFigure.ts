import { OUTAGE_REASONS, type Outage } from '../../../../app/outages/outage.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { categories, common, fillOf, fontOf, LINE, TEXT } from '../chart/look.ts';
import { dayWords, durationOf, minuteWords, type OverviewWords } from './overviewWords.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** In the colours of the states, but the most usual one in that of trouble and not in that of members. */
const outageFill = (number: number) => fillOf(number + 3);

/** A part of an outage that lies in one day. */
interface Band {
  /** Of the days of the chart, from 0. */
  at: number;
  /** Hours since midnight, 0 to 24. */
  from: number;
  to: number;
}

/** Where an outage lies in these days (`2026-11-28`), of which each has a column. */
export function bandsOf({ from, length }: Outage, days: readonly string[]): Band[] {
  return days.flatMap((day, at) => {
    const begin = new Date(`${day}T00:00:00`);
    const end = new Date(`${day}T00:00:00`);
    end.setDate(end.getDate() + 1);
    const first = Math.max(from, begin.getTime());
    const last = Math.min(from + length, end.getTime());
    if (last <= first) return [];
    const hourOf = (moment: number) => {
      if (moment >= end.getTime()) return 24;
      const date = new Date(moment);
      // By the clock on the wall, also on a day of 23 or 25 hours.
      return date.getHours() + (moment % HOUR_MS) / HOUR_MS;
    };
    const [start, stop] = [hourOf(first), hourOf(last)];
    return [{ at, from: start, to: Math.max(start, stop) }];
  });
}

/** When nothing could be sent though something waited, and why. */
export function outagesFigure(
  outages: readonly Outage[],
  days: readonly string[],
  { t, language }: OverviewWords,
): FigureContent {
  const names = days.map((day) => dayWords(day, language));
  const reasonWords = (reason: Outage['reason']) => t(`manager.overview.reasons.${reason}`);
  const lengthWords = ({ length, ending }: Outage) => {
    const time = durationOf(length / 1_000, language);
    return ending === 'over' ? time : t(`manager.overview.${ending}`, { time });
  };
  const series = OUTAGE_REASONS.map((reason, number) => ({
    number,
    name: reasonWords(reason),
    bands: outages
      .filter((outage) => outage.reason === reason)
      .flatMap((one) => bandsOf(one, days)),
  })).filter(({ bands }) => bands.length > 0);
  return {
    height: 360,
    columns: ['from', 'until', 'length', 'why'].map((column) =>
      t(`manager.overview.columns.${column as 'from'}`),
    ),
    names: series.map(({ name }) => name),
    rows: [...outages]
      .reverse()
      .map((outage) => [
        minuteWords(outage.from, language),
        outage.ending === 'lasting' ? '–' : minuteWords(outage.from + outage.length, language),
        lengthWords(outage),
        reasonWords(outage.reason),
      ]),
    option: (look) => ({
      ...common(look),
      tooltip: { show: false },
      xAxis: categories(look, names),
      yAxis: {
        type: 'value',
        min: 0,
        max: 24,
        interval: 6,
        inverse: true,
        axisLabel: { ...fontOf(look), color: TEXT, formatter: (hour: number) => `${hour}:00` },
        splitLine: { lineStyle: { color: LINE } },
      },
      series: series.map(({ number, name, bands }) => ({
        type: 'custom',
        name,
        itemStyle: outageFill(number),
        data: bands.map(({ at, from, to }) => [at, from, to]),
        encode: { x: 0, y: [1, 2] },
        renderItem: (_: unknown, api: BandApi) => {
          const [x, top] = api.coord([api.value(0), api.value(1)]);
          const [, bottom] = api.coord([api.value(0), api.value(2)]);
          const [width] = api.size([1, 0]);
          const { color, ...pattern } = outageFill(number);
          return {
            type: 'rect',
            // However short, it can be seen.
            shape: {
              x: x - width * 0.4,
              y: top,
              width: width * 0.8,
              height: Math.max(3, bottom - top),
            },
            style: { fill: color, ...pattern },
          };
        },
      })),
    }),
  };
}

/** What is used of what the library gives whoever draws for it. */
interface BandApi {
  value(dimension: number): number;
  coord(place: readonly [number, number]): [x: number, y: number];
  size(of: readonly [number, number]): [width: number, height: number];
}
