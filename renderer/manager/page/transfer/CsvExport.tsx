import { useCallback, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_REASONS, type ExportReason } from '../../../../app/csv/csvColumns.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { Icon } from '../../../icons/Icon.tsx';
import { useManager } from '../ManagerContext.ts';
import { Said } from '../Said.tsx';
import { SavedWords } from '../saving/SavedWords.tsx';
import { useSaving } from '../saving/useSaving.ts';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { DayField } from './DayField.tsx';
import { dayNow } from './dayNow.ts';

/** The saves of some days as a file for a spreadsheet: masked unless somebody says what whole values are needed for. */
export function CsvExport() {
  const { t } = useTranslation();
  const id = useId();
  const [from, setFrom] = useState(dayNow);
  const [to, setTo] = useState(dayNow);
  const [reason, setReason] = useState<ExportReason | null>(null);
  const areDays = from !== '' && to !== '' && from <= to;
  return (
    <section className="transfer-part" aria-labelledby={id}>
      <h4 id={id}>{t('manager.csv.title')}</h4>
      <p className="field-hint">{t('manager.csv.about')}</p>
      <div className="manager-filters">
        <DayField label={t('manager.csv.from')} testId="csv-from" day={from} onChange={setFrom} />
        <DayField label={t('manager.csv.to')} testId="csv-to" day={to} onChange={setTo} />
        <label className="manager-filter">
          <span className="field-label">{t('manager.csv.values')}</span>
          <span className="select">
            <select
              className="input"
              data-testid="csv-values"
              value={reason ?? ''}
              onChange={({ target }) =>
                setReason(EXPORT_REASONS.find((one) => one === target.value) ?? null)
              }
            >
              <option value="">{t('manager.csv.masked')}</option>
              {EXPORT_REASONS.map((one) => (
                <option key={one} value={one}>
                  {t(`manager.csv.reasons.${one}`)}
                </option>
              ))}
            </select>
            <Icon name="chevron" />
          </span>
        </label>
      </div>
      {areDays ? (
        <SaveOfDays from={from} to={to} reason={reason} />
      ) : (
        <p className="field-error" role="alert" data-testid="csv-wrong">
          {t('manager.csv.wrongDays')}
        </p>
      )}
    </section>
  );
}

interface SaveOfDaysProps {
  from: string;
  to: string;
  reason: ExportReason | null;
}

/** Says what would be in the file, and saves it. */
function SaveOfDays({ from, to, reason }: SaveOfDaysProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { operatorId } = useManager();
  const { saving, save } = useSaving();
  const [asked] = useManagerAnswer(
    useCallback(() => bridge.countCsv({ from, to }), [bridge, from, to]),
  );
  const count = asked.kind === 'answered' ? asked.value : null;
  return (
    <>
      <Said asked={asked} />
      {count !== null && (
        <p role="status" data-testid="csv-count">
          {t('manager.csv.count', { count: count.saves })}
        </p>
      )}
      {count !== null && reason !== null && (
        <p className="manager-note tone-warning" data-testid="csv-noted">
          {t('manager.csv.noted', { count: count.whole })}
        </p>
      )}
      <div className="buttons manager-deeds">
        <button
          type="button"
          className="button button-primary"
          data-testid="csv-save"
          onClick={() => void save(() => bridge.saveCsv({ from, to, reason, operatorId }))}
        >
          {t('manager.csv.save')}
        </button>
      </div>
      <SavedWords saving={saving} />
    </>
  );
}
