import type { TFunction } from 'i18next';
import { operatorOfBadge } from '../../app/operators/operatorOfBadge.ts';
import type { ScanRoute } from '../../app/scan/routeScan.ts';
import type { Operator } from '../../app/settings/provision.ts';
import type { KnownCode } from './applyScan.ts';

/** An operator's badge: whoever holds it under the scanner is at the till. */
export function badgeRoute(
  operators: readonly Operator[],
  t: TFunction,
  onOperator: (operatorId: string) => void,
): ScanRoute<KnownCode> {
  return (content) => {
    const operator = operatorOfBadge(operators, content);
    if (operator === null) return null;
    const { id, name } = operator;
    return {
      kind: 'other',
      act: () => onOperator(id),
      words: t('scan.operator', { id, name }),
    };
  };
}
