import { useState } from 'react';
import type { Operator } from '../../app/settings/provision.ts';

const KEY = 'operator';

/** The operator at the till, kept until the window is closed, also over a reload of the page. */
export function useOperator(operators: readonly Operator[]): [string, (id: string) => void] {
  const [operatorId, setOperatorId] = useState(() => {
    const kept = sessionStorage.getItem(KEY);
    const known = operators.find((operator) => operator.id === kept) ?? operators[0];
    return known?.id ?? '';
  });
  const choose = (id: string) => {
    sessionStorage.setItem(KEY, id);
    setOperatorId(id);
  };
  return [operatorId, choose];
}
