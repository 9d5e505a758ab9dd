import { useTranslation } from 'react-i18next';
import { KINDS, type Kind } from '../../../../app/totals/kinds.ts';
import type { Reconciliation, Side, Tally } from '../../../../app/totals/reconciliation.ts';
import { Icon } from '../../../icons/Icon.tsx';
import { sideKey } from './sideKey.ts';

/** They stand there also where there is none of them; the others only where there is. */
const ALWAYS: ReadonlySet<Kind> = new Set(['accepted', 'waiting', 'sending', 'held', 'moved']);

interface SumTableProps {
  sum: Reconciliation;
  /** Whose rows are shown, or null. */
  chosen: Side | null;
  onChosen: (side: Side) => void;
}

/** Both sides of the sum under each other, and what is between them. */
export function SumTable({ sum, chosen, onChosen }: SumTableProps) {
  const { t } = useTranslation();
  const right = KINDS.reduce((all, kind) => all + sum.kinds[kind].count, 0);
  const left = sum.registered.count + sum.takenOver.count;
  const isEven = left === right;
  const row = (side: Side, { count, forgotten }: Tally) => (
    <tr key={side}>
      <th scope="row">{t(sideKey(side))}</th>
      <td>
        <button
          type="button"
          className="sum-number"
          data-testid={`sum-${side}`}
          aria-pressed={side === chosen}
          aria-label={t('manager.reconciliation.show', { what: t(sideKey(side)), count })}
          onClick={() => onChosen(side)}
        >
          {count}
        </button>
      </td>
      <td className="sum-forgotten">
        {forgotten > 0 && t('manager.reconciliation.forgotten', { count: forgotten })}
      </td>
    </tr>
  );
  const total = (name: 'given' | 'found', count: number) => (
    <tr className="sum-total">
      <th scope="row">{t(`manager.reconciliation.${name}`)}</th>
      <td data-testid={`sum-${name}`}>{count}</td>
      <td />
    </tr>
  );
  const kinds = KINDS.filter((kind) => ALWAYS.has(kind) || sum.kinds[kind].count > 0);
  return (
    <>
      <table
        className="manager-table sum-table"
        aria-label={t('manager.sections.reconciliation')}
        data-testid="sum-table"
      >
        <tbody>
          {row('registered', sum.registered)}
          {row('taken-over', sum.takenOver)}
          {total('given', left)}
        </tbody>
        <tbody>
          {kinds.map((kind) => row(kind, sum.kinds[kind]))}
          {total('found', right)}
        </tbody>
      </table>
      <p
        className={`manager-note sum-difference ${isEven ? 'tone-success' : 'tone-danger'}`}
        role="status"
        data-testid="sum-difference"
      >
        <Icon name={isEven ? 'tick' : 'alert'} />
        <span>
          {isEven
            ? t('manager.reconciliation.even')
            : t('manager.reconciliation.difference', { count: left - right })}
        </span>
      </p>
    </>
  );
}
