import { AUDIT_STATES } from './managerAudit.ts';
import { DIAGNOSTICS_STATES } from './managerDiagnostics.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [...AUDIT_STATES, ...DIAGNOSTICS_STATES];
