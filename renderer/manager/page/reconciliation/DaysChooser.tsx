import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, dayOf, isDay } from '../../../../app/totals/days.ts';
import type { Days } from '../../../../app/totals/reconciliation.ts';
import { Icon } from '../../../icons/Icon.tsx';

const SPANS = ['today', 'yesterday', 'week', 'month', 'free'] as const;
type Span = (typeof SPANS)[number];

/** The days of a span, as the calendar stands now (`today`). */
export function daysOfSpan(span: Exclude<Span, 'free'>, today: string): Days {
  switch (span) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'month':
      return { from: addDays(today, -29), to: today };
  }
}

interface DaysChooserProps {
  days: Days;
  onChosen: (days: Days) => void;
}

/** Which days: a usual span, or a first and a last day that are typed. */
export function DaysChooser({ days, onChosen }: DaysChooserProps) {
  const { t } = useTranslation();
  const id = useId();
  const [span, setSpan] = useState<Span>('today');
  const [typed, setTyped] = useState(days);
  const isReady = isDay(typed.from) && isDay(typed.to) && typed.from <= typed.to;
  const type = (part: Partial<Days>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    if (isDay(next.from) && isDay(next.to) && next.from <= next.to) onChosen(next);
  };
  return (
    <>
      <div className="manager-filters">
        <label className="manager-filter">
          <span className="field-label">{t('manager.reconciliation.days')}</span>
          <span className="select">
            <select
              className="input"
              data-testid="reconciliation-span"
              value={span}
              onChange={({ target }) => {
                const next = SPANS.find((one) => one === target.value) ?? 'today';
                setSpan(next);
                if (next === 'free') {
                  setTyped(days);
                  return;
                }
                onChosen(daysOfSpan(next, dayOf(Date.now())));
              }}
            >
              {SPANS.map((one) => (
                <option key={one} value={one}>
                  {t(`manager.reconciliation.spans.${one}`)}
                </option>
              ))}
            </select>
            <Icon name="chevron" />
          </span>
        </label>
        {span === 'free' &&
          (['from', 'to'] as const).map((end) => (
            <label key={end} className="manager-filter" htmlFor={`${id}-${end}`}>
              <span className="field-label">{t(`manager.reconciliation.${end}`)}</span>
              <input
                id={`${id}-${end}`}
                className="input"
                data-testid={`reconciliation-${end}`}
                autoComplete="off"
                maxLength={10}
                aria-invalid={!isReady}
                aria-describedby={`${id}-error`}
                value={typed[end]}
                onChange={({ target }) => type({ [end]: target.value })}
              />
            </label>
          ))}
      </div>
      {span === 'free' && (
        <p
          id={`${id}-error`}
          className="field-error"
          role="alert"
          data-testid="reconciliation-error"
        >
          {!isReady && t('manager.reconciliation.notDays')}
        </p>
      )}
    </>
  );
}
