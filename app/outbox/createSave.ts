import type { Save } from './save.ts';

/** What is known of a save when the cashier presses the button. */
export type NewSave = Pick<
  Save,
  | 'requestId'
  | 'sequence'
  | 'brandId'
  | 'shopId'
  | 'app'
  | 'sealedBody'
  | 'contentKey'
  | 'identityKeys'
  | 'masked'
  | 'operatorId'
  | 'createdAt'
  | 'correctionOf'
  | 'consent'
>;

/** A save before its first send. */
export function createSave(known: NewSave): Save {
  return {
    ...known,
    factsKey: null,
    state: 'pending',
    attempts: 0,
    undecided: 0,
    sentAt: null,
    firstUnknownAt: null,
    lentAt: null,
    nextAttemptAt: null,
    lastOutcome: null,
    sealedWords: null,
    heldReason: null,
    closedReason: null,
    closing: null,
    customerId: null,
    imported: null,
    settledAt: null,
    isDatedAfterwards: false,
  };
}
