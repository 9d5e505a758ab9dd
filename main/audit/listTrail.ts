import { AUDIT_ACTIONS, type AuditGroup, isAuditAction } from '../../app/audit/auditActions.ts';
import type { AuditList, AuditRow } from '../../app/audit/auditList.ts';
import { shown } from '../../app/limits/shown.ts';
import type { FoundLine } from './readTrail.ts';

export interface TrailQuery {
  /** Null: everything. */
  group: AuditGroup | null;
  search: string;
  offset: number;
  limit: number;
}

/** What matches, the latest first. `lines`: oldest first. */
export function listTrail(
  { lines, findings }: { lines: readonly FoundLine[]; findings: readonly string[] },
  { group, search, offset, limit }: TrailQuery,
): AuditList {
  const wanted = search.trim().toLowerCase();
  const matching = lines.map(rowOf).filter((row) => {
    if (group !== null && (row.action === null || AUDIT_ACTIONS[row.action] !== group))
      return false;
    const said = [row.slip ?? '', row.operatorId ?? '', row.code, row.detail];
    return said.some((text) => text.toLowerCase().includes(wanted));
  });
  matching.reverse();
  return {
    rows: matching.slice(offset, offset + limit),
    total: matching.length,
    isWhole: findings.length === 0,
  };
}

function rowOf(line: FoundLine): AuditRow {
  const code: string = line.action;
  return {
    time: line.time,
    action: isAuditAction(code) ? code : null,
    code: shown(code),
    operatorId: line.operatorId && shown(line.operatorId),
    slip: line.slip && shown(line.slip),
    detail: shown(line.reason ?? line.app ?? (line.tries ? String(line.tries) : '')),
    saves: line.saves ?? null,
    isSure: line.isSure,
  };
}
