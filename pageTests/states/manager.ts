import { AUDIT_STATES } from './managerAudit.ts';
import { PERSON_STATES } from './managerPerson.ts';
import { RECONCILIATION_STATES } from './managerReconciliation.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [
  ...RECONCILIATION_STATES,
  ...PERSON_STATES,
  ...AUDIT_STATES,
];
