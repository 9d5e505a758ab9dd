import type { TFunction } from 'i18next';
import type { DayFigures } from '../../../../app/totals/reconciliation.ts';
import type { FigureContent } from '../chart/figureContent.ts';
import { barOf, categories, common, numbers } from '../chart/look.ts';
import { dayWords, type OverviewWords } from './overviewWords.ts';

/** What may have become of a registration, as charts tell it: in their order, from below. */
const STATES = [
  'accepted',
  'waiting',
  'held',
  'discarded',
  'corrected',
  'moved',
  'erased',
] as const;
export type ShownState = (typeof STATES)[number];

/** In the words of the queue. */
export function stateWords(state: ShownState, t: TFunction): string {
  if (state === 'erased') return t('manager.overview.erased');
  return t(`state.${state === 'waiting' ? 'pending' : state}`);
}

/** How many of a day are in a state: why somebody has discarded them does not count here, and what is being sent waits. */
export function countOf({ kinds }: Pick<DayFigures, 'kinds'>, state: ShownState): number {
  let sum = 0;
  for (const [kind, count = 0] of Object.entries(kinds)) {
    const [plain] = kind.split('.');
    if ((plain === 'sending' ? 'waiting' : plain) === state) sum += count;
  }
  return sum;
}

/** What became of the registrations of each day. A state that none has is left out. */
export function statesFigure(days: readonly DayFigures[], words: OverviewWords): FigureContent {
  const { t, language } = words;
  const shown = STATES.map((state, number) => ({
    number,
    name: stateWords(state, t),
    counts: days.map((day) => countOf(day, state)),
  })).filter(({ counts }) => counts.some((count) => count > 0));
  const names = days.map(({ day }) => dayWords(day, language));
  return {
    height: 320,
    columns: [t('manager.overview.day'), ...shown.map(({ name }) => name)],
    names: shown.map(({ name }) => name),
    rows:
      shown.length === 0
        ? []
        : names.map((name, at) => [name, ...shown.map(({ counts }) => String(counts[at] ?? 0))]),
    option: (look) => ({
      ...common(look),
      xAxis: categories(look, names),
      yAxis: numbers(look),
      series: shown.map(({ number, name, counts }) => ({
        ...barOf(number),
        name,
        stack: 'states',
        data: counts,
      })),
    }),
  };
}
