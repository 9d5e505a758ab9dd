import { useState } from 'react';
import type { Operator } from '../../app/settings/provision.ts';

const KEY = 'operator';

/**
 * The operator at the till, kept until the window is closed, also over a reload of the page; empty where several may be
 * there and none of them has said so: a save must not be put down to who is not there.
 */
export function useOperator(operators: readonly Operator[]): [string, (id: string) => void] {
  const [chosen, setOperatorId] = useState(() => {
    const kept = sessionStorage.getItem(KEY);
    return operators.find((operator) => operator.id === kept)?.id ?? '';
  });
  const only = operators.length === 1 ? operators[0]?.id : undefined;
  const operatorId = chosen === '' ? (only ?? '') : chosen;
  const choose = (id: string) => {
    sessionStorage.setItem(KEY, id);
    setOperatorId(id);
  };
  return [operatorId, choose];
}
