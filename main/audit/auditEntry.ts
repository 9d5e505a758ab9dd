import type { AuditAction } from '../../app/audit/auditActions.ts';

export interface AuditEntry {
  action: AuditAction;
  /** Who stood at the till, as the CRM knows them; null where nobody is known. */
  operatorId: string | null;
  /** The slip that it is about, or null. Never a phone number, a name or a free text. */
  slip: string | null;
  /** Why, as a code. */
  reason?: string;
  /** What was done with many saves at once: for which app they had been made, and how many. */
  app?: string | null;
  saves?: number;
  /** Wrong PINs since the last right one. */
  tries?: number;
  /** How often a PIN had been set by then. */
  revision?: number;
  /** How often the settings had been changed by then. */
  settingsRevision?: number;
  /** Lines are gone that may have told of later settings. */
  areSettingsUnsure?: true;
  /**
   * The format of the record of erasings by then, on each line about one, and where lines are gone that may have been such; absent
   * in lines of programs before format 2.
   */
  erasureFormat?: number;
}

export interface AuditLine extends AuditEntry {
  /** ISO 8601. */
  time: string;
}
