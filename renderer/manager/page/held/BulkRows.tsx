import { useTranslation } from 'react-i18next';
import type { BulkRow } from '../../../../app/outbox/bulk.ts';
import { ManagerTable } from '../ManagerTable.tsx';
import { useMoment } from '../useMoment.ts';
import { useOperatorWords } from '../useOperatorWords.ts';

/** The first saves of a group, masked; those that would be left alone say why. */
export function BulkRows({ rows }: { rows: readonly BulkRow[] }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const operatorWords = useOperatorWords();
  return (
    <ManagerTable
      label={t('manager.held.rows')}
      testId="bulk-rows"
      empty={t('manager.held.none')}
      columns={(['slip', 'member', 'operator', 'madeAt'] as const).map((column) =>
        t(`manager.held.columns.${column}`),
      )}
      rows={rows.map(({ requestId, slip, masked, operatorId, createdAt, left }) => ({
        key: requestId,
        cells: [
          slip,
          <div key="member">
            <span>
              {masked.mobile || t('recent.noMobile')} {masked.name}
            </span>
            {left !== null && <p className="held-quiet">{t(`manager.held.left.${left}`)}</p>}
          </div>,
          operatorWords(operatorId),
          moment(createdAt),
        ],
      }))}
    />
  );
}
