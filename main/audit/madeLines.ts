import type { AuditEntry, AuditLine } from './auditEntry.ts';
import { kindOf } from './trailKinds.ts';
import type { TrailKind } from './trailLine.ts';

/** An entry as it is written. Made in its own turn: one that cannot be made hinders no other. */
export interface Made {
  line: AuditLine;
  json: string;
}

/** `now`: ms since 1970. */
export function madeOf(entry: AuditEntry, now: number): Made {
  const { action, operatorId, slip, ...more } = entry;
  const { reason, app, saves, tries, revision, ...of } = more;
  const { settingsRevision, areSettingsUnsure, erasureFormat } = of;
  const line: AuditLine = { time: new Date(now).toISOString(), action, operatorId, slip };
  const counted = { tries, revision, settingsRevision, areSettingsUnsure, erasureFormat };
  const json = JSON.stringify({ ...line, reason, app, saves, ...counted });
  return { line: { ...line, ...entry }, json };
}

export function ofKind(made: readonly Made[], kind: TrailKind): Made[] {
  return made.filter(({ line }) => kindOf(line.action) === kind);
}

/**
 * In the order in which they are written. The last line has a head of its own: where that is missing, a trail that is no
 * further lacks lines, and one that is lacks none.
 */
export function withLastApart(made: readonly Made[]): Made[][] {
  const all = [...ofKind(made, 'manager'), ...ofKind(made, 'cashier')];
  return [all.slice(0, -1), all.slice(-1)].filter(({ length }) => length > 0);
}
