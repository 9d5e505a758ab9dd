import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KINDS, type Kind } from '../../../../app/totals/kinds.ts';
import type { Reconciliation, Side, Tally } from '../../../../app/totals/reconciliation.ts';
import { Icon } from '../../../icons/Icon.tsx';
import { sideKey } from './sideKey.ts';

/** They stand there also where there is none of them; the others only where there is. */
const ALWAYS: ReadonlySet<Kind> = new Set(['accepted', 'waiting', 'held']);

interface SumTableProps {
  sum: Reconciliation;
  /** Whose rows are shown, or null. */
  chosen: Side | null;
  onChosen: (side: Side) => void;
  /** When it was added up and for which shop, as words. */
  asOf: string;
  /** What the difference is: it is read before anything else. */
  children: ReactNode;
}

/** Both sums over each other with what is between them, then what each is made of. */
export function SumTable({ sum, chosen, onChosen, asOf, children }: SumTableProps) {
  const { t } = useTranslation();
  const found = KINDS.reduce((all, kind) => all + sum.kinds[kind].count, 0);
  const given = sum.registered.count + sum.takenOver.count;
  const isEven = given === found;
  const row = (side: Side, { count, forgotten }: Tally) => (
    <tr key={side}>
      <th scope="row">
        {t(sideKey(side))}
        {forgotten > 0 && (
          <span className="sum-forgotten">
            {t('manager.reconciliation.forgotten', { count: forgotten })}
          </span>
        )}
      </th>
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
    </tr>
  );
  const total = (name: 'given' | 'found', count: number) => (
    <tr>
      <th scope="row">{t(`manager.reconciliation.${name}`)}</th>
      <td data-testid={`sum-${name}`}>{count}</td>
    </tr>
  );
  const kinds = KINDS.filter((kind) => ALWAYS.has(kind) || sum.kinds[kind].count > 0);
  return (
    <>
      <p className="sum-days" data-testid="sum-days">
        {sum.from === sum.to ? sum.from : `${sum.from} – ${sum.to}`} · {asOf}
      </p>
      <table
        className="manager-table sum-totals"
        aria-label={t('manager.sections.reconciliation')}
        data-testid="sum-table"
      >
        <tbody>
          {total('given', given)}
          {total('found', found)}
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
            : t('manager.reconciliation.difference', { count: given - found })}
        </span>
      </p>
      {children}
      <div className="sum-parts">
        <table className="manager-table sum-part" aria-label={t('manager.reconciliation.given')}>
          <tbody>
            {row('registered', sum.registered)}
            {row('taken-over', sum.takenOver)}
          </tbody>
        </table>
        <table className="manager-table sum-part" aria-label={t('manager.reconciliation.found')}>
          <tbody>{kinds.map((kind) => row(kind, sum.kinds[kind]))}</tbody>
        </table>
      </div>
    </>
  );
}
