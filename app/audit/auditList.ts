import type { AuditAction } from './auditActions.ts';

/** So many lines are given at once at the most. */
export const MAX_AUDIT_ROWS = 200;

/** A line of the trail as the manager sees it. */
export interface AuditRow {
  /** ISO 8601, by the till's clock of then. */
  time: string;
  /** Null: one that this version does not know; `code` has its name. */
  action: AuditAction | null;
  code: string;
  operatorId: string | null;
  slip: string | null;
  /** Why, or what of, as a code; empty where nothing more is said. */
  detail: string;
  /** With how many saves it was done at once, or null. */
  saves: number | null;
  /** Surely written by this till: false for what stands in a part of the trail that nothing vouches for. */
  isSure: boolean;
}

export interface AuditList {
  /** The latest first. */
  rows: AuditRow[];
  /** How many match in all. */
  total: number;
  /** Whether each line is as it was written, and none is missing. */
  isWhole: boolean;
}
