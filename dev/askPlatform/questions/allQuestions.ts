import type { Question } from '../verdict.ts';
import { checkOrder } from './checkOrder.ts';
import { connectionQuestion } from './connection.ts';
import { absentField, emptyField } from './fields.ts';
import { requestIdLifetime } from './lifetime.ts';
import { dateHeader, errorShape, memberOrCustomer, quota, resultField } from './passing.ts';
import { repeatedRequest } from './repeatedRequest.ts';
import { repeatedSign } from './repeatedSign.ts';
import { otherBody, refusedRequestId, requestIdScope } from './requestId.ts';
import { session } from './session.ts';
import { twoMatches, upsertKey } from './upsertKey.ts';
import { wrongValuesQuestion } from './wrongValues.ts';

/**
 * In the order of asking: what is worth most first, malformed calls late, what only looks at the answers
 * last. The saves that the lifetime needs are sent between the two parts, so that they grow old meanwhile.
 */
export const EARLY: readonly Question[] = [
  session,
  upsertKey,
  twoMatches,
  otherBody,
  repeatedRequest,
];

export function lateQuestions(offered: () => Promise<string | null>): Question[] {
  return [
    requestIdScope,
    refusedRequestId,
    absentField,
    emptyField,
    repeatedSign,
    checkOrder,
    wrongValuesQuestion,
    requestIdLifetime,
    resultField,
    errorShape,
    dateHeader,
    quota,
    connectionQuestion(offered),
    memberOrCustomer,
  ];
}
