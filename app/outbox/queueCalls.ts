import type { MemberInput } from '../member/memberSchema.ts';
import type { HeldReason } from './save.ts';

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
  /** As in `SaveLine`. */
  busyHours: number | null;
  /** The host of the gateway that it was made for; empty where that is not known. */
  madeFor: string;
  code: string;
  subCode: string;
  /** As in `SaveLine`. */
  refusedShop?: string | undefined;
  /** What the gateway said, in its own words. */
  text: string;
  /** By which the gateway's support finds the call; empty where it gave none. */
  traceId: string;
}
