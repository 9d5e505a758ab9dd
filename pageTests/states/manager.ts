import { AUDIT_STATES } from './managerAudit.ts';
import { DIAGNOSTICS_STATES } from './managerDiagnostics.ts';
import { HELD_STATES } from './managerHeld.ts';
import { OVERVIEW_STATES } from './managerOverview.ts';
import { PAPER_STATES } from './managerPaper.ts';
import { PERSON_STATES } from './managerPerson.ts';
import { RECONCILIATION_STATES } from './managerReconciliation.ts';
import { TRANSFER_STATES } from './managerTransfer.ts';
import type { State } from './State.ts';

/** The manager's page, a section at a time. */
export const MANAGER_STATES: readonly State[] = [
  ...OVERVIEW_STATES,
  ...RECONCILIATION_STATES,
  ...HELD_STATES,
  ...PERSON_STATES,
  ...TRANSFER_STATES,
  ...PAPER_STATES,
  ...AUDIT_STATES,
  ...DIAGNOSTICS_STATES,
];
