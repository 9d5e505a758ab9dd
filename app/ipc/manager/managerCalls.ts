import { z } from 'zod';
import { givenPinSchema } from '../../settings/pin.ts';
import { nothing, operatorIdSchema, takes } from '../takes.ts';
import { AUDIT_CALLS } from './auditCalls.ts';
import { BULK_CALLS } from './bulkCalls.ts';
import { CSV_CALLS } from './csvCalls.ts';
import { DIAGNOSTICS_CALLS } from './diagnosticsCalls.ts';
import { OVERVIEW_CALLS } from './overviewCalls.ts';
import { PAGE_CALLS } from './pageCalls.ts';
import { PERSON_CALLS } from './personCalls.ts';
import { RECONCILIATION_CALLS } from './reconciliationCalls.ts';
import { TRANSFER_CALLS } from './transferCalls.ts';
import { WORD_CALLS } from './wordCalls.ts';

/** Opens the manager's page: from then on `MANAGER_CALLS` are answered, until the session ends. */
export const openManagerCall = takes(
  z.strictObject({ pin: givenPinSchema, operatorId: operatorIdSchema }),
).gives<null>();

/**
 * The calls of the manager's page. None carries a PIN: each is answered within the manager's session alone, and refused
 * as `session.ended` outside of it (`main/ipc/manager/behindSession.ts`).
 */
export const MANAGER_CALLS = {
  /** Ends the session; the page that is opened next asks for the PIN again. */
  closeManager: takes(nothing).gives<null>(),
  ...OVERVIEW_CALLS,
  ...PERSON_CALLS,
  ...BULK_CALLS,
  ...WORD_CALLS,
  ...AUDIT_CALLS,
  ...RECONCILIATION_CALLS,
  ...CSV_CALLS,
  ...DIAGNOSTICS_CALLS,
  ...PAGE_CALLS,
  ...TRANSFER_CALLS,
};

export type ManagerCallName = keyof typeof MANAGER_CALLS;
