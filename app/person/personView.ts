import type { Consent } from '../consent/consent.ts';
import type { MaskedMember } from '../member/mask.ts';
import type { MemberInput } from '../member/memberSchema.ts';
import type { Identity } from '../outbox/identity.ts';
import type { ClosedReason, Closing, HeldReason, SaveState } from '../outbox/save.ts';

/** Why somebody's values are shown or written into a file. Codes and no free text: the audit trail must not name a person. */
export const PERSON_REASONS = ['asked', 'correction', 'complaint', 'authority'] as const;
export type PersonReason = (typeof PERSON_REASONS)[number];

/** One save of somebody, as the manager sees it; masked. Times are ms since 1970, by the till's clock. */
export interface PersonSave {
  requestId: string;
  slip: string;
  masked: MaskedMember;
  state: SaveState;
  operatorId: string;
  createdAt: number;
  settledAt: number | null;
  heldReason: HeldReason | null;
  closedReason: ClosedReason | null;
  closing: Closing | null;
  consent: Consent | null;
  /** The slips that it corrects, and that it is corrected by. */
  corrects: string | null;
  correctedBy: string | null;
  /** Its own number or code is what was asked for; otherwise it is joined by another one, or by a correction. */
  isAsked: boolean;
  /** Whether the values themselves are still here. */
  hasBody: boolean;
  /** When the file that it came in from another till was written, and when it last went into one from here. */
  importedAt: number | null;
  lentAt: number | null;
  mayCorrect: boolean;
}

/** What this till has of one person. */
export interface PersonView {
  /** In their order: what corrects another stands behind it. */
  saves: PersonSave[];
  /** Of these saves: whoever confirms that they are erased gives it, and another one stands for anything else. */
  token: string;
  /** Accepted saves of which nobody knows any more whose they are: they are not looked through. */
  nobodys: number;
  /** The form that was being filled in, and kept, is theirs. */
  hasDraft: boolean;
  /** What an erasing of the local copy does not reach: folders that were set aside, by name. */
  aside: string[];
  /** The slips that are in such a folder as well, or may be: they would come back from there. */
  comeBack: string[];
}

/** The values of one save. */
export interface PersonValues {
  slip: string;
  member: MemberInput;
}

export interface PersonErasedView {
  slips: string[];
  /** The files in which something stays for now. */
  left: string[];
  /** The request id of the form that was kept, where it was theirs; or null. */
  draft: string | null;
}

/** Somebody of whom the till keeps nothing any more, told to whichever page is there by then. */
export interface ErasedNews {
  /** By what they were looked up. */
  identity: Identity;
  /** The request ids of their saves. */
  saves: readonly string[];
  /** The request id of the form of theirs that was kept on the disk, or null. */
  draft: string | null;
}
