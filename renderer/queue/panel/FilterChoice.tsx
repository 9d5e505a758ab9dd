import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import { SAVE_FILTERS, type SaveFilter } from '../../../app/outbox/saveList.ts';

interface FilterChoiceProps {
  filter: SaveFilter;
  view: OutboxView | null;
  acceptedToday: number;
  onFilter: (filter: SaveFilter) => void;
}

/** What the list shows, with how many there are: native radio buttons, so one stop for Tab. */
export function FilterChoice({ filter, view, acceptedToday, onFilter }: FilterChoiceProps) {
  const { t } = useTranslation();
  const counts = view?.counts;
  const numbers: Record<SaveFilter, number> = {
    waiting: counts?.pending ?? 0,
    sending: counts?.sending ?? 0,
    held: counts?.held ?? 0,
    'accepted-today': acceptedToday,
    discarded: counts?.discarded ?? 0,
    all: Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0),
  };
  return (
    <fieldset className="queue-filters">
      <legend className="field-legend">{t('queue.filter')}</legend>
      {SAVE_FILTERS.map((one) => (
        <label className="choice" key={one}>
          <input
            className="choice-input"
            type="radio"
            name="queue-filter"
            data-testid={`filter-${one}`}
            checked={one === filter}
            onChange={() => onFilter(one)}
          />
          <span className="choice-face">
            {t(`queue.filters.${one}`)} <span className="queue-count">{numbers[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
