import { AUDIT_STATES } from './managerAudit.ts';
import { OVERVIEW_STATES } from './managerOverview.ts';
import { PERSON_STATES } from './managerPerson.ts';
import { RECONCILIATION_STATES } from './managerReconciliation.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [
  ...OVERVIEW_STATES,
  ...RECONCILIATION_STATES,
  ...PERSON_STATES,
  ...AUDIT_STATES,
];
