import { useTranslation } from 'react-i18next';
import { slipNumber } from '../../../../app/outbox/save.ts';
import type { Reconciliation } from '../../../../app/totals/reconciliation.ts';

function slips(first: number, last: number): string {
  return first === last ? slipNumber(first) : `${slipNumber(first)} – ${slipNumber(last)}`;
}

/** Which slips are missing, and which are there though they were counted as forgotten. */
export function Unaccounted({ sum }: { sum: Reconciliation }) {
  const { t } = useTranslation();
  return (
    <>
      {sum.missing.length > 0 && (
        <div className="sum-missing" data-testid="sum-missing">
          <h4>{t('manager.reconciliation.missing')}</h4>
          <p>{t('manager.reconciliation.missingMeans')}</p>
          <ul>
            {sum.missing.map(({ first, last, day }) => (
              <li key={`${first} ${day}`}>
                {slips(first, last)}
                <span className="manager-aside">{day ?? t('manager.reconciliation.noDay')}</span>
              </li>
            ))}
          </ul>
          {sum.moreMissing > 0 && (
            <p>{t('manager.reconciliation.moreMissing', { count: sum.moreMissing })}</p>
          )}
        </div>
      )}
      {sum.again.length > 0 && (
        <p className="manager-note tone-warning" role="status" data-testid="sum-again">
          {t('manager.reconciliation.again', {
            slips: sum.again.map(([first, last]) => slips(first, last)).join(', '),
          })}
        </p>
      )}
    </>
  );
}
