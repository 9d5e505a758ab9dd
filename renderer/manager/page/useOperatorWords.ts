import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../bridge/useTill.ts';

/** Writes who an operator is: with the name of the settings, where they have one. */
export function useOperatorWords(): (operatorId: string) => string {
  const { t } = useTranslation();
  const status = useTill();
  const operators = status.kind === 'ready' ? status.till.operators : null;
  return useCallback(
    (operatorId) => {
      const known = operators?.find(({ id }) => id === operatorId);
      return known === undefined ? operatorId : t('header.operatorNow', { ...known });
    },
    [operators, t],
  );
}
