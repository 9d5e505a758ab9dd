import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Days, Side, Tally } from '../../../../app/totals/reconciliation.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { ManagerTable } from '../ManagerTable.tsx';
import { MoreRows } from '../MoreRows.tsx';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { useMoment } from '../useMoment.ts';
import { sideKey } from './sideKey.ts';

/** So many rows are shown at first, and so many more with each press; no more than a call gives. */
const STEP = 50;
const MOST = 200;

interface RowsBehindProps {
  days: Days;
  side: Side;
  tally: Tally;
}

/** The rows behind a number of the sum, newest first; it takes the focus when it comes. */
export function RowsBehind({ days, side, tally }: RowsBehindProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const moment = useMoment();
  const heading = useRef<HTMLHeadingElement>(null);
  const [shown, setShown] = useState(STEP);
  const { from, to } = days;
  const [asked] = useManagerAnswer(
    useCallback(
      () => bridge.listReconciled({ from, to, side, offset: 0, limit: Math.min(shown, MOST) }),
      [bridge, from, to, side, shown],
    ),
  );
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  const list = asked.kind === 'answered' ? asked.value : null;
  return (
    <div className="sum-rows">
      <h4 ref={heading} tabIndex={-1} data-testid="sum-rows-title">
        {t('manager.reconciliation.behind', { what: t(sideKey(side)) })}
      </h4>
      {tally.forgotten > 0 && (
        <p data-testid="sum-rows-forgotten">
          {t('manager.reconciliation.noRows', { count: tally.forgotten })}
        </p>
      )}
      <Said asked={asked} />
      {list !== null && (
        <ManagerTable
          label={t('manager.reconciliation.behind', { what: t(sideKey(side)) })}
          testId="sum-rows"
          empty={t('manager.reconciliation.none')}
          columns={(['slip', 'time', 'member', 'state'] as const).map((column) =>
            t(`manager.reconciliation.columns.${column}`),
          )}
          rows={list.rows.map(({ requestId, slip, createdAt, masked, state, closedReason }) => ({
            key: requestId,
            cells: [
              slip,
              moment(createdAt),
              [masked.name, masked.mobile].filter((part) => part !== '').join(' '),
              t(
                `state.${closedReason === 'moved' || closedReason === 'corrected' ? closedReason : state}`,
              ),
            ],
          }))}
        />
      )}
      {list !== null && (
        <MoreRows
          testId="sum-rows"
          listed={list.rows.length}
          total={list.total}
          most={MOST}
          onMore={() => setShown(shown + STEP)}
        />
      )}
    </div>
  );
}
