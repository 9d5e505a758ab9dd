import type { DrainProgress } from '../replay/drainMeter.ts';
import type { HeldReason, MaskedMember, SaveState } from './save.ts';

/** One line of the list on the screen. Nothing in it is personal beyond the masked member. */
export interface SaveLine {
  requestId: string;
  slip: string;
  masked: MaskedMember;
  state: SaveState;
  createdAt: number;
  attempts: number;
  heldReason: HeldReason | null;
  /** The gateway's own code and words of the last answer; empty where there was none. */
  code: string;
  subCode: string;
  text: string;
  customerId: string | null;
}

/** Why nothing is sent just now, and until when (ms since 1970; null: not known). */
export type QueuePause =
  | { kind: 'none' }
  | { kind: 'unreachable'; retryAt: number | null }
  | { kind: 'quota'; until: number | null }
  | { kind: 'configuration'; code: string; subCode: string; text: string }
  /** The same answer would hold everybody's save: it is the settings or the platform, and nobody is held for it. */
  | { kind: 'rejections'; code: string; subCode: string; text: string }
  | { kind: 'clock'; offsetSeconds: number }
  | { kind: 'not-provisioned' };

export type OutboxCounts = Record<SaveState, number>;

/** What the window knows of the outbox. */
export interface OutboxView {
  counts: OutboxCounts;
  /** Pending and sending: what the badge shows. */
  waiting: number;
  /** When the oldest waiting save was made (ms since 1970), or null. */
  oldestWaitingAt: number | null;
  pause: QueuePause;
  /** How far a backlog has been worked off, or null while there is none under way. */
  progress: DrainProgress | null;
  /** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
  clockOffsetSeconds: number | null;
  /** The latest saves, newest first. */
  recent: SaveLine[];
  /** What happened to the store that a person should know, oldest first. */
  notices: StoreNotice[];
}

/** Something that the store found or did and that must not stay silent. */
export interface StoreNotice {
  code:
    | 'store.set-aside'
    | 'store.restored-previous'
    | 'store.lines-lost'
    | 'store.torn-tail'
    | 'store.went-backwards'
    | 'store.space-low'
    | 'store.write-failed'
    | 'store.key-unreadable'
    | 'store.weak-protection';
  /** A file name, an error code or a count; never personal data. */
  detail: string;
}
