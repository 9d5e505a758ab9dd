import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../app/totals/days.ts';
import type { Reconciliation, Side, Tally } from '../../../../app/totals/reconciliation.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { useManager } from '../ManagerContext.ts';
import { minuteWords } from '../overview/overviewWords.ts';
import { Said } from '../Said.tsx';
import { SavedWords } from '../saving/SavedWords.tsx';
import { useSaving } from '../saving/useSaving.ts';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { DaysChooser, daysOfSpan } from './DaysChooser.tsx';
import { RowsBehind } from './RowsBehind.tsx';
import { SumTable } from './SumTable.tsx';
import { Unaccounted } from './Unaccounted.tsx';
import './reconciliation.css';

function tallyOf(sum: Reconciliation, side: Side): Tally {
  if (side === 'registered') return sum.registered;
  return side === 'taken-over' ? sum.takenOver : sum.kinds[side];
}

/** What became of everybody on some days: the sum, what is between its sides, and the rows behind a number. */
export function ReconciliationPart() {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const { operatorId } = useManager();
  const { saving, save } = useSaving();
  const [days, setDays] = useState(() => daysOfSpan('today', dayOf(Date.now())));
  const [side, setSide] = useState<Side | null>(null);
  const [asked] = useManagerAnswer(
    useCallback(async () => {
      const till = await bridge.getTill();
      if (!till.ok) return till;
      const sum = await bridge.reconcile(days);
      if (!sum.ok) return sum;
      const value = { sum: sum.value, shop: till.value.shopId, at: Date.now() };
      return { ok: true as const, value };
    }, [bridge, days]),
  );
  const found = asked.kind === 'answered' ? asked.value : null;
  return (
    <>
      <DaysChooser
        days={days}
        onChosen={(chosen) => {
          setDays(chosen);
          setSide(null);
        }}
      />
      <Said asked={asked} />
      {found !== null && (
        <>
          <SumTable
            sum={found.sum}
            chosen={side}
            onChosen={setSide}
            asOf={t('manager.overview.asOf', {
              time: minuteWords(found.at, i18n.language),
              shop: found.shop,
            })}
          >
            <Unaccounted sum={found.sum} />
          </SumTable>
          <button
            type="button"
            className="button"
            data-testid="sum-save"
            onClick={() => void save(() => bridge.saveSum({ ...days, operatorId }))}
          >
            {t('manager.reconciliation.saveCsv')}
          </button>
          <SavedWords saving={saving} />
          {side !== null && (
            <RowsBehind key={side} days={days} side={side} tally={tallyOf(found.sum, side)} />
          )}
        </>
      )}
    </>
  );
}
