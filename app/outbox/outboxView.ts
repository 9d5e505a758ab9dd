import type { Fix } from '../gateway/connectionProblems.ts';
import type { ProxyProblem } from '../gateway/proxyProblems.ts';
import type { MaskedMember } from '../member/mask.ts';
import type { FieldName } from '../member/memberFields.ts';
import type { MadeFor } from './home.ts';
import type { ClosedReason, HeldReason, SaveState } from './save.ts';

/** One line of the list on the screen. Nothing in it is personal beyond the masked member. */
export interface SaveLine {
  requestId: string;
  slip: string;
  masked: MaskedMember;
  state: SaveState;
  createdAt: number;
  /** It corrects somebody who was a member already: whoever accepts it has nobody new. */
  isUpdate: boolean;
  attempts: number;
  heldReason: HeldReason | null;
  closedReason: ClosedReason | null;
  /** Held as `busy`: for how many whole hours nobody knew what had become of it; else null. */
  busyHours: number | null;
  /** The host of the gateway that it was made for; empty where that is not known. */
  madeFor: string;
  /** The codes of the last answer; empty where there was none. */
  code: string;
  subCode: string;
  /** The field of the form that it complained of, or null. */
  field: FieldName | null;
  customerId: string | null;
  /** The shop that it was made in, where it was refused for that. */
  refusedShop?: string | undefined;
  /** When the file that it came in from another till was written (ms since 1970), or null. */
  exportedAt: number | null;
}

/** Why nothing is sent just now, and until when (ms since 1970; null: not known). */
export type QueuePause =
  | { kind: 'none' }
  /** `proxy`: one on the way wants what it is not given. */
  | { kind: 'unreachable'; retryAt: number | null; proxy?: ProxyProblem }
  /** The platform is there, and too busy for whoever comes. */
  | { kind: 'busy'; retryAt: number | null }
  | { kind: 'quota'; until: number | null }
  | { kind: 'configuration'; fix: Fix; code: string; subCode: string }
  /** Everybody is answered what holds a save: it is the settings or the platform, and nobody is held for it. */
  | { kind: 'rejections'; code: string; subCode: string }
  | { kind: 'clock'; offsetSeconds: number }
  /** Earlier settings were put back: nothing leaves before somebody whose word counts has said that they hold. */
  | { kind: 'settings-set-back' }
  /** The data have come along from another computer: nothing leaves before the manager has said which of the two sends it. */
  | { kind: 'other-computer' }
  | { kind: 'not-provisioned' };

export type OutboxCounts = Record<SaveState, number>;

/** Saves that are held because they were made for another brand or app than that of the settings. */
export interface OtherApp extends MadeFor {
  /** The host of its gateway; empty where it is not known. */
  host: string;
  count: number;
  /** They may go on under the present app; those of another brand never. */
  mayGoOn: boolean;
}

/** How far the backlog has been worked off. */
export interface DrainProgress {
  /** Saves that have left the queue since the drain began. */
  done: number;
  /** Those and what still waits. */
  total: number;
  /** Saves per minute that left the queue lately, or null while too few have. */
  ratePerMinute: number | null;
  /** Ms until nothing waits at that rate, or null without one. */
  timeLeft: number | null;
}

/** What the window knows of the outbox. */
export interface OutboxView {
  counts: OutboxCounts;
  /** Pending and sending: what the badge shows. */
  waiting: number;
  /** How many new members were registered at this till today, by its own calendar. */
  today: number;
  /** When the oldest waiting save was made (ms since 1970), or null. */
  oldestWaitingAt: number | null;
  pause: QueuePause;
  /** How far a backlog has been worked off, or null while there is none under way. */
  progress: DrainProgress | null;
  /** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
  clockOffsetSeconds: number | null;
  /** What is held for its app, by what it was made for. */
  otherApps: OtherApp[];
  /** The latest saves, newest first. */
  recent: SaveLine[];
  /** What happened to the store that somebody should know, oldest first. */
  warnings: StoreWarning[];
}

/** Something that the store found or did and that must not stay silent. */
export interface StoreWarning {
  code:
    | 'store.set-aside'
    | 'store.lines-lost'
    | 'store.torn-tail'
    | 'store.went-backwards'
    | 'store.witness-away'
    | 'store.mark-unread'
    | 'store.space-low'
    | 'store.disk-full'
    | 'store.read-only'
    | 'store.other-program'
    | 'store.write-failed'
    | 'store.file-stuck'
    | 'store.file-kept'
    | 'store.tidy-failed'
    | 'store.erasure-left'
    | 'store.erasure-lost'
    | 'store.key-unreadable'
    | 'store.key-restored'
    | 'store.other-secret'
    | 'store.same-id'
    | 'store.weak-protection'
    | 'audit.broken'
    | 'audit.set-aside'
    | 'audit.refused'
    | 'audit.unguarded'
    | 'audit.owed'
    | 'settings.missing'
    | 'settings.set-back'
    | 'settings.unsure'
    | 'provision.taken-over'
    | 'key.not-replaced'
    | 'pin.set-back'
    | 'pin.missing'
    | 'provision.not-read'
    | 'provision.machine-not-read'
    | 'provision.overruled'
    | 'queue.taken-in'
    | 'queue.recovered'
    | 'queue.left-in-own'
    | 'queue.shared-gone'
    | 'queue.shared-unjudged'
    | 'totals.lost'
    | 'window.hot-key-taken'
    | 'api.port-taken'
    | 'api.not-started';
  /** A file name, an error code, what was changed or a count; never personal data. */
  detail: string;
}
