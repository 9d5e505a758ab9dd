import type { Draft } from '../draft/draft.ts';
import type { FieldName } from '../member/memberFields.ts';
import type { CorrectionDraft } from '../outbox/queueCalls.ts';
import type { KnownMember } from './registration.ts';

/** A draft from before the start. */
export interface RestoredDraft extends Omit<Draft, 'requestId' | 'correctionOf' | 'chosen'> {
  /** The id that its intention had, or null when that id was saved with other content: then it needs a new one. */
  requestId: string | null;
  /** What it corrects, as long as that still can be. */
  correcting: CorrectionDraft | null;
  /**
   * Whom somebody has chosen to correct, as long as that number still is this member's. `decided`: what a hand has
   * changed of it, also to nothing.
   */
  chosen: { mobile: string; member: KnownMember; decided: readonly FieldName[] } | null;
  /** How long ago it was last touched (ms). */
  age: number;
}
