import { useTranslation } from 'react-i18next';
import { LEFT_REASONS, type LeftCounts } from '../../../../app/outbox/bulk.ts';

/** How many are left alone, and why; nothing where none is. */
export function LeftList({ left }: { left: LeftCounts }) {
  const { t } = useTranslation();
  const reasons = LEFT_REASONS.flatMap((reason) => {
    const count = left[reason];
    return count === undefined ? [] : [{ reason, count }];
  });
  const [first] = reasons;
  if (first === undefined) return null;
  const count = reasons.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="held-left" data-testid="bulk-left">
      <p>{t('manager.held.dialog.left', { count })}</p>
      <ul>
        {reasons.map((one) => (
          <li key={one.reason}>
            {one.count} · {t(`manager.held.left.${one.reason}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
