import type { Consent } from '../../app/consent/consent.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { Origin } from '../../app/outbox/freezeBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { StoreFailure } from '../files/storeFailure.ts';
import type { SaidWords } from './sealedWords.ts';

/** One press of "save": who, what, and the id that was made when the form was opened. */
export interface Intention {
  requestId: string;
  origin: Origin;
  member: Member;
  /** The app that it is made for (`platformApp`), or null where none is known. */
  app: string | null;
  correctionOf: string | null;
  consent: Consent | null;
}

export type EnqueueResult =
  | { ok: true; save: Save; isNew: boolean }
  | { ok: false; failure: StoreFailure | 'intention.reused' };

/** What a move keeps of a save beside the intention itself. */
export type History = Pick<
  Save,
  'createdAt' | 'state' | 'attempts' | 'undecided' | 'firstUnknownAt' | 'heldReason' | 'lastOutcome'
>;

/** What else is known of a save that comes from another till. Times are ms since 1970. */
export interface Arrival {
  history: History;
  /** What the gateway last said of it, in its own words. */
  words: SaidWords | null;
  /** When its file was written. */
  exportedAt: number;
  madeAt: number;
  /** Its place in the order here: `Places.of`. */
  before: number;
  /** When one counts as made that comes home: `Places.madeAtHome`. */
  madeAtHome: (save: Save) => number;
  /** Whether a save that is away comes home with the same file, and has not been sent from here: `OfFile`. */
  bringsHome: (save: Save) => boolean;
  /** Whether a later save of the same person has left from here, or may have: `passedHere`. */
  isPassed: (save: Save) => boolean;
}
