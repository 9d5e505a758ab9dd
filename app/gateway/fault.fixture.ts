import type { Outcome } from './outcome.ts';
import { meaningOf, OUTCOME_TABLE } from './outcomeTable.ts';

/** A configuration fault with this code, as the shipped table reads it. */
export function fault(code: string): Outcome {
  const { problem, atFirst } = meaningOf(code, '', OUTCOME_TABLE);
  const words = { code, subCode: '', text: '', traceId: '' };
  return { ...words, class: 'configuration', problem, atFirst };
}
