import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { ErasedNews } from '../../app/person/personView.ts';

/** Somebody who was erased, and what this page had of them by then. */
export interface ErasedPerson extends ErasedNews {
  /**
   * What stood in the form, or waited for it, when it was asked for: as it would be kept. Null: nothing did, or another page
   * has asked.
   */
  typed: MemberInput | null;
}
