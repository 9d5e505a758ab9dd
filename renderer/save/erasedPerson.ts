import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Identity } from '../../app/outbox/identity.ts';

/** Somebody of whom the till keeps nothing any more. */
export interface ErasedPerson {
  /** By what they were looked up. */
  identity: Identity;
  /** The request ids of their saves. */
  saves: readonly string[];
  /** The request id of the form of theirs that was kept on the disk, or null. */
  draft: string | null;
  /** What stood in the form, or waited for it, when it was asked for: as it would be kept. Null: nothing did. */
  typed: MemberInput | null;
}
