import type { Side } from '../../../../app/totals/reconciliation.ts';

/** The words for a number of the sum: i18next takes a dot for a step down. */
export function sideKey<Name extends Side>(side: Name) {
  return `manager.reconciliation.sides.${side}` as const;
}
