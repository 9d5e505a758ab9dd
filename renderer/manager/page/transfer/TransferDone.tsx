import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveReport } from '../../../../app/move/moveCalls.ts';
import { useMoment } from '../useMoment.ts';

/** What a move has come to; it takes the focus, since the form that had it is gone. */
export function TransferDone({ report }: { report: MoveReport }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const lines =
    report.direction === 'export'
      ? [
          t('move.exported', { count: report.saves }),
          report.left > 0 && t('move.left', { count: report.left }),
        ]
      : [
          t('move.taken', { count: report.taken }),
          report.alreadyHere > 0 && t('move.alreadyHere', { count: report.alreadyHere }),
          report.late > 0 &&
            t('move.late', { count: report.late, date: moment(report.exportedAt) }),
        ];
  return (
    <div
      className="manager-note tone-success"
      role="status"
      ref={place}
      tabIndex={-1}
      data-testid="transfer-done"
    >
      {lines.map((line) => line !== false && <p key={line}>{line}</p>)}
      <p>{t(`move.deleteFile.${report.direction}`)}</p>
    </div>
  );
}
