import type { DayFigures } from '../../../../app/totals/reconciliation.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { categories, common, numbers, plainBarOf } from '../chart/look.ts';
import { hourWords, type OverviewWords } from './overviewWords.ts';

/** Registrations of a day by its hours. */
export function hoursFigure(
  { hours }: Pick<DayFigures, 'hours'>,
  { t }: OverviewWords,
): FigureContent {
  const name = t('manager.overview.registrations');
  const isEmpty = hours.every((count) => count === 0);
  return {
    height: 240,
    columns: [t('manager.overview.hour'), name],
    names: [],
    rows: isEmpty ? [] : hours.map((count, hour) => [hourWords(hour), String(count)]),
    option: (look) => ({
      ...common(look),
      xAxis: categories(
        look,
        hours.map((_, hour) => String(hour)),
      ),
      yAxis: numbers(look),
      series: [{ ...plainBarOf(2), name, data: [...hours] }],
    }),
  };
}
