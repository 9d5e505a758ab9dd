import { z } from 'zod';
import { AUDIT_GROUPS } from '../../audit/auditActions.ts';
import { type AuditList, MAX_AUDIT_ROWS } from '../../audit/auditList.ts';
import { takes } from '../takes.ts';

/** The audit trail, searched. It has nothing personal, so looking at it leaves no line. */
export const AUDIT_CALLS = {
  listAudit: takes(
    z.strictObject({
      group: z.enum(AUDIT_GROUPS).nullable(),
      /** A part of a slip, an operator's id or a code; empty for everything. */
      search: z.string().max(64),
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(MAX_AUDIT_ROWS),
    }),
  ).gives<AuditList>(),
};
