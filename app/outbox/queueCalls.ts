import type { MemberInput } from '../member/memberSchema.ts';
import type { MadeFor } from './home.ts';
import type { HeldReason } from './save.ts';
import type { SaveList, SaveListQuery } from './saveList.ts';

/** Why a manager closes a save. Codes and no free text: the audit trail must not name a person. */
export const DISCARD_REASONS = ['duplicate', 'declined', 'mistake', 'test', 'other'] as const;
export type DiscardReason = (typeof DISCARD_REASONS)[number];

/** Which save, and who stands at the till. */
export interface SaveChoice {
  requestId: string;
  operatorId: string;
}

/** The values of a save that is not accepted yet, to fill the form with, and why it was held. */
export interface CorrectionDraft {
  requestId: string;
  slip: string;
  member: MemberInput;
  heldReason: HeldReason | null;
  /** The host of the gateway that it was made for; empty where that is not known. */
  madeFor: string;
  code: string;
  subCode: string;
  /** What the gateway said, in its own words. */
  text: string;
  /** By which the gateway's support finds the call; empty where it gave none. */
  traceId: string;
}

/** Everything that is held for one other brand or app, and who stands at the till. */
export type OtherAppChoice = MadeFor & { operatorId: string; pin: string };

/** What the manager decides about all of them at once; replies how many it was done with. */
export interface OtherAppCalls {
  /** They leave under the present app, with the same bytes: of the same brand only. */
  goOnWithApp: { argument: OtherAppChoice; reply: { saves: number } };
  discardApp: { argument: OtherAppChoice & { reason: DiscardReason }; reply: { saves: number } };
}

/** The calls of the queue panel. */
export interface QueueCalls extends OtherAppCalls {
  listSaves: { argument: SaveListQuery; reply: SaveList };
  /** Unmasks one save, which leaves a line in the audit trail. */
  readForCorrection: { argument: SaveChoice; reply: CorrectionDraft };
  /** `pin`: null while none was asked for; then a save that needs the manager is refused. */
  sendHeldAgain: { argument: SaveChoice & { pin: string | null }; reply: null };
  discardSave: { argument: SaveChoice & { pin: string; reason: DiscardReason }; reply: null };
  takeBackSave: { argument: SaveChoice & { pin: string }; reply: null };
}
