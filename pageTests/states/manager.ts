import { AUDIT_STATES } from './managerAudit.ts';
import { HELD_STATES } from './managerHeld.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [...HELD_STATES, ...AUDIT_STATES];
