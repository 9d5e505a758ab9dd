import { CONSENT, OPERATOR } from './openedTill.ts';

/** What the form sends of a customer who agrees. */
export function registration(requestId: string, mobile: string) {
  return {
    requestId,
    operatorId: OPERATOR,
    member: { mobile },
    correctionOf: null,
    consent: CONSENT,
  };
}
