import type { MaskedMember } from '../member/mask.ts';
import type { SaveState } from '../outbox/save.ts';

/** Given only once the save is flushed to the disk of this till. */
export interface Registered {
  requestId: string;
  slip: string;
  /**
   * The slip of what was to be corrected, or of its last correction, that still goes on beside it, because its opening was
   * too long ago, or because another till has it by now; or null.
   */
  uncorrected: string | null;
  /** The slip under which the same person was registered since the window was told that nobody is; or null. */
  since: string | null;
}

/** The newest save of this till with the phone number, or the member code, that was asked for. */
export interface KnownMember {
  requestId: string;
  slip: string;
  /** When the member was registered here (till's clock, ms since 1970), whatever was corrected since; null: forgotten. */
  registeredAt: number | null;
  masked: MaskedMember;
  /** Waiting, being sent, held, or accepted less than the retention time ago; or `moved`: another till sends it. */
  state: Exclude<SaveState, 'discarded'> | 'moved';
}
