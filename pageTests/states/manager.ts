import { AUDIT_STATES } from './managerAudit.ts';
import { OVERVIEW_STATES } from './managerOverview.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [...OVERVIEW_STATES, ...AUDIT_STATES];
