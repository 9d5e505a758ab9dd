import type { DayFigures } from '../../../../app/totals/reconciliation.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { categories, common, fontOf, gridAbove, numbers, plainBarOf, TEXT } from '../chart/look.ts';
import type { OverviewWords } from './overviewWords.ts';

/** So many have a bar; the table has all. */
const MOST_BARS = 15;

const ROW_HEIGHT = 36;

/** Registrations by operator, the most first. `operators`: those of the settings, who have a name. */
export function operatorsFigure(
  days: readonly DayFigures[],
  operators: readonly { id: string; name: string }[],
  { t }: OverviewWords,
): FigureContent {
  const sums = new Map<string | null, number>();
  for (const { operatorId, count } of days.flatMap((day) => day.operators))
    sums.set(operatorId, (sums.get(operatorId) ?? 0) + count);
  const nameOf = (id: string | null) => {
    if (id === null) return t('manager.overview.nobody');
    const known = operators.find((operator) => operator.id === id);
    return known === undefined ? id : `${known.name} (${id})`;
  };
  const sorted = [...sums]
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([id, count]) => ({ name: nameOf(id), count }));
  const bars = sorted.slice(0, MOST_BARS);
  const name = t('manager.overview.registrations');
  return {
    height: 56 + bars.length * ROW_HEIGHT,
    columns: [t('manager.overview.operator'), name],
    names: [],
    rows: sorted.map((one) => [one.name, String(one.count)]),
    option: (look) => {
      const axis = categories(
        look,
        bars.map((bar) => bar.name),
      );
      return {
        ...common(look),
        grid: { ...gridAbove(0), right: 56 },
        xAxis: numbers(look),
        yAxis: {
          ...axis,
          inverse: true,
          axisLabel: { ...axis.axisLabel, width: 220, overflow: 'truncate' },
        },
        series: [
          {
            ...plainBarOf(0),
            name,
            data: bars.map(({ count }) => count),
            label: { show: true, position: 'right', color: TEXT, ...fontOf(look) },
          },
        ],
      };
    },
  };
}
