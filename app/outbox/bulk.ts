import type { MaskedMember } from '../member/mask.ts';
import type { FieldName, OuterType } from '../member/memberFields.ts';
import type { DiscardReason, HeldReason } from './save.ts';

/** A run can be undone for this long, where the rules allow it, and is remembered no longer (ms). */
export const BULK_MEMORY_MS = 30 * 24 * 60 * 60 * 1_000;

/** Why saves are held: what they have in common as a group. */
export interface HeldCause {
  heldReason: HeldReason;
  /** The codes of the last answer; empty where there was none. */
  code: string;
  subCode: string;
  /** The field of the form that it complained of, or null. */
  field: FieldName | null;
}

/** One text for each cause: two groups are the same where it is. */
export function causeKey({ heldReason, code, subCode, field }: HeldCause): string {
  return JSON.stringify([heldReason, code, subCode, field]);
}

/** All saves that are held for one cause. */
export interface HeldGroup extends HeldCause {
  count: number;
  /** When the oldest of them was made (ms since 1970). */
  oldestAt: number;
  /** The host that they were made for, where it is one for all; else empty. */
  madeFor: string;
  /** As in `SaveLine`, where it is one for all; else empty. */
  refusedShop?: string | undefined;
  /** What the manager has said about the group, or null. */
  word: string | null;
}

/** The fields that can be corrected for many at once: what the till knows better than the one who typed. */
export type BulkChange =
  | { field: 'operator'; value: string }
  | { field: 'outerType'; value: OuterType };

/** What is done with many held saves at once. `undo`: of a former run. */
export type BulkDeed =
  | { kind: 'resend'; cause: HeldCause }
  | { kind: 'discard'; cause: HeldCause; reason: DiscardReason }
  | { kind: 'correct'; cause: HeldCause; change: BulkChange }
  | { kind: 'undo'; run: string };

/**
 * Why a save is left alone: `other-brand`, it may not be sent to this brand; `one-by-one`, somebody has to look at it,
 * since it may have taken effect long ago or the same person has a later one; `invalid`, the form would not take it so;
 * `unchanged`, it says that already; `sent`, it has been sent since; `changed`, it is not what it was any more.
 */
export const LEFT_REASONS = [
  'unreadable',
  'other-brand',
  'one-by-one',
  'invalid',
  'unchanged',
  'sent',
  'changed',
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

export type LeftCounts = Partial<Record<LeftReason, number>>;

/** The first rows of a preview are so many. */
export const BULK_ROWS = 8;

export interface BulkRow {
  requestId: string;
  slip: string;
  masked: MaskedMember;
  /** Who made it. */
  operatorId: string;
  /** When it was made (ms since 1970). */
  createdAt: number;
  /** Why it would be left alone, or null: it would be done. */
  left: LeftReason | null;
}

/** What a deed would do, before it is done. Nobody is named in it. */
export interface BulkPreview {
  /** Stands for exactly the saves that were looked at. It serves once, and until the next preview. */
  token: string;
  total: number;
  /** With how many it may be done. */
  may: number;
  /** Of these, how many go by the manager's word alone: they may have taken effect, or a later one has. */
  byWord: number;
  left: LeftCounts;
  rows: BulkRow[];
  /** Of an undo: what it undoes; else null. */
  undoes: 'discard' | 'correct' | null;
}

/**
 * Where a run stands: `cut-off`, the program ended in the middle of it; `stopped`, the disk or the audit trail took no
 * more of it (`problem`).
 */
export const RUN_STATES = ['running', 'done', 'cancelled', 'stopped', 'cut-off'] as const;
export type RunState = (typeof RUN_STATES)[number];

export type BulkProblem = 'store.failed' | 'audit.refused';

/** A run as the page sees it. */
export interface BulkRun {
  id: string;
  /** `undo` says of what. */
  kind: BulkDeed['kind'];
  of: 'discard' | 'correct' | null;
  /** The reason, or the field that was corrected; empty where nothing more is said. */
  field: BulkChange['field'] | null;
  value: string;
  operatorId: string;
  /** Ms since 1970. */
  startedAt: number;
  endedAt: number | null;
  state: RunState;
  problem: BulkProblem | null;
  /** How many it was to be done with, and how many of them have had their turn. */
  total: number;
  tried: number;
  /** With how many it was done. */
  done: number;
  left: LeftCounts;
  /** Until when it can be undone (ms since 1970), or null: never. */
  undoUntil: number | null;
}

/** The latest run first; the one that is under way is the first one and says so. */
export interface BulkRuns {
  runs: BulkRun[];
}
