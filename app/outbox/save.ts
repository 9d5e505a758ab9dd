import type { Consent } from '../consent/consent.ts';
import type { OutcomeRecord } from '../gateway/outcome.ts';
import type { MaskedMember } from '../member/mask.ts';

/** The states of a save; `docs/outbox.md` has the diagram. */
export const SAVE_STATES = ['pending', 'sending', 'accepted', 'held', 'discarded'] as const;
export type SaveState = (typeof SAVE_STATES)[number];

/**
 * Why a save needs somebody: `sign` and `configuration`, it alone was answered
 * with a fault of the settings while others passed; `other-app`, it was made for another brand or another app than
 * the one of the settings; `late-import`, it came from another till, or back from a folder set aside, so late that it
 * may have taken effect under an id that is forgotten, or beside another of the same person, and nobody knows which was made
 * first; `busy`, the platform was too busy for it until its outcome had been unknown for too long.
 */
export const HELD_REASONS = [
  'rejected',
  'undecidable',
  'stale',
  'sign',
  'configuration',
  'unreadable',
  'other-app',
  'late-import',
  'busy',
] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/**
 * Why a save was closed: `manager`, by the manager's word; `moved`, it was exported and another till sends it;
 * `corrected`, a later save says the same of the same person better.
 */
export const CLOSED_REASONS = ['manager', 'moved', 'corrected'] as const;
export type ClosedReason = (typeof CLOSED_REASONS)[number];

/** Why a manager closes a save. Codes and no free text: the audit trail must not name a person. */
export const DISCARD_REASONS = ['duplicate', 'declined', 'mistake', 'test', 'other'] as const;
export type DiscardReason = (typeof DISCARD_REASONS)[number];

/** By whose word a save is closed, and why. */
export interface Closing {
  reason: DiscardReason;
  operatorId: string;
  /** The id of the run of many by which it was closed; none where somebody has decided about it alone. */
  run?: string;
}

/** Where a save stands that another till made. */
export interface Imported {
  /** When the file that it came in was written (ms since 1970, by the clock of the till that wrote it). */
  exportedAt: number;
  /**
   * Its place in this till's own order: before the save with this sequence, among others of that place by
   * `madeAt`. One that is later than all that was here stands at its own sequence.
   */
  before: number;
  /** When it was made (ms since 1970), never earlier than what stood before it in its file. */
  madeAt: number;
}

/** One intention of a cashier. Saves are immutable: a change makes a new object. */
/** More sends, or answers, than one save ever has: what is counted stays there. */
export const MOST_COUNTED = 10 ** 12;

/** One more, as far as it is counted. */
export function oneMore(count: number): number {
  return Math.min(count + 1, MOST_COUNTED);
}

export interface Save {
  /** Idempotency id, 32 hex digits, made once when the form was opened. */
  readonly requestId: string;
  /** Persisted counter; order never depends on the clock. */
  readonly sequence: number;
  /** The brand that it was made for; null for a save from before it was recorded. */
  readonly brandId: string | null;
  /** The shop that it was made in; null for a save from before it was recorded. */
  readonly shopId: string | null;
  /** The app that it was made for (`platformApp`); null for a save from before it was recorded. */
  readonly app: string | null;
  /** The frozen JSON text, sealed; null once it has been erased. */
  readonly sealedBody: string | null;
  /** A keyed hash of the frozen JSON text, or null where none is kept. */
  readonly contentKey: string | null;
  /**
   * A keyed hash of what stays as it was made (`main/vault/factsKey.ts`), to which the body is bound; null for a save of
   * a format up to 9.
   */
  readonly factsKey: string | null;
  /** Keyed hashes of brand + mobile and brand + outer id: saves that share one are one person's. */
  readonly identityKeys: readonly string[];
  readonly masked: MaskedMember;
  readonly operatorId: string;
  /** Till's clock, ms since 1970. For display and retention only. */
  readonly createdAt: number;
  readonly state: SaveState;
  /** Sends that count: a quota or configuration answer does not. */
  readonly attempts: number;
  /** Answers in a row that said nothing decidable. */
  readonly undecided: number;
  /** When the send that is under way began (ms since 1970), or null. */
  readonly sentAt: number | null;
  /** Since when the outcome of a send has been unknown (ms since 1970), or null. */
  readonly firstUnknownAt: number | null;
  /**
   * When it last went into a file from here (ms since 1970, by the best clock of then), be the file whole or not: another
   * till may have it since. Null where it never did.
   */
  readonly lentAt: number | null;
  /** Not before this time (ms since 1970), or null for as soon as possible. */
  readonly nextAttemptAt: number | null;
  readonly lastOutcome: OutcomeRecord | null;
  /** What the gateway said with it, in its own words, sealed; null where it said nothing, and after acceptance. */
  readonly sealedWords: string | null;
  /** Why it is held, or was when it was closed; null where it never needed somebody, or needs none any more. */
  readonly heldReason: HeldReason | null;
  /** Why it is `discarded`; null in every other state. */
  readonly closedReason: ClosedReason | null;
  /**
   * By whose word the manager has closed it, and why, also where a correction of it stands since (`corrected`); null where
   * nobody has, or a version that did not keep it.
   */
  readonly closing: Closing | null;
  readonly customerId: string | null;
  /** The request id of the save that this one corrects, or null. */
  readonly correctionOf: string | null;
  /** What the customer agreed to; null for a save from before it was recorded. */
  readonly consent: Consent | null;
  /** Null for a save of this till's own. */
  readonly imported: Imported | null;
  /** When the save reached `accepted`, `held` or `discarded` (ms since 1970), or null. */
  readonly settledAt: number | null;
  /**
   * True where `settledAt` is no more than the first time that was known since, by anybody's clock: it may have reached its
   * state long before. False of a line that a program wrote which did not say so.
   */
  readonly isDatedAfterwards: boolean;
}

export function isUnfinished(save: Save): boolean {
  return save.state === 'pending' || save.state === 'sending';
}

/** Held because it was made for another brand or app than that of the settings. */
export function isHeldForApp({ state, heldReason }: Pick<Save, 'state' | 'heldReason'>): boolean {
  return state === 'held' && heldReason === 'other-app';
}

/** The number on the cashier's slip, from the sequence: 187 → `S-0187`. */
export function slipNumber(sequence: number): string {
  return `S-${String(sequence).padStart(4, '0')}`;
}
