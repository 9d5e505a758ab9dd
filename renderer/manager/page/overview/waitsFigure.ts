import type { DayFigures } from '../../../../app/totals/reconciliation.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { categories, common, fillOf, fontOf, LINE, TEXT } from '../chart/look.ts';
import { dayWords, durationOf, type OverviewWords } from './overviewWords.ts';

/** Lines of the chart (s): a wait of a second and one of a week have room beside each other. */
const LINES = [1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800] as const;
const LONGEST = 604_800;

/** How high a wait of so many seconds stands. */
function heightOf(seconds: number): number {
  return Math.log10(Math.min(Math.max(seconds, 1), LONGEST));
}

/** How long registrations waited from saved to accepted: half of them, and nineteen of twenty, not longer than this. */
export function waitsFigure(days: readonly DayFigures[], words: OverviewWords): FigureContent {
  const { t, language } = words;
  const names = days.map(({ day }) => dayWords(day, language));
  const said = (seconds: number | null) => {
    if (seconds === null) return '–';
    if (Number.isFinite(seconds)) return durationOf(seconds, language);
    return t('manager.overview.longer', { time: durationOf(LONGEST, language) });
  };
  const series = (['half', 'nearlyAll'] as const).map((part, number) => ({
    part,
    number,
    name: t(`manager.overview.${part}`),
  }));
  const isEmpty = days.every(({ waits }) => waits.half === null);
  return {
    height: 320,
    columns: [t('manager.overview.day'), ...series.map(({ name }) => name)],
    names: series.map(({ name }) => name),
    rows: isEmpty
      ? []
      : days.map(({ waits }, at) => [
          names[at] ?? '',
          ...series.map(({ part }) => said(waits[part])),
        ]),
    option: (look) => {
      const shared = common(look);
      return {
        ...shared,
        tooltip: {
          ...shared.tooltip,
          valueFormatter: (height: unknown) =>
            typeof height === 'number' ? durationOf(10 ** height, language) : '–',
        },
        xAxis: categories(look, names),
        yAxis: {
          type: 'value',
          min: 0,
          max: heightOf(LONGEST),
          // The lines stand where the ticks would, and these where the words are.
          axisTick: { show: false, customValues: LINES.map(heightOf) },
          splitLine: { lineStyle: { color: LINE } },
          axisLabel: {
            ...fontOf(look),
            color: TEXT,
            customValues: LINES.map(heightOf),
            formatter: (height: number) => durationOf(10 ** height, language),
          },
        },
        series: series.map(({ part, number, name }) => ({
          type: 'line',
          name,
          symbol: number === 0 ? 'circle' : 'triangle',
          symbolSize: 10,
          connectNulls: false,
          lineStyle: {
            color: fillOf(2 + number).color,
            width: 2,
            type: number === 0 ? 'solid' : 'dashed',
          },
          itemStyle: { color: fillOf(2 + number).color },
          emphasis: { disabled: true },
          data: days.map(({ waits }) => {
            const seconds = waits[part];
            return seconds === null ? null : heightOf(seconds);
          }),
        })),
      };
    },
  };
}
