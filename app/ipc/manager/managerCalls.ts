import { z } from 'zod';
import { givenPinSchema } from '../../settings/pin.ts';
import { nothing, operatorIdSchema, takes } from '../takes.ts';
import { AUDIT_CALLS } from './auditCalls.ts';
import { BULK_CALLS } from './bulkCalls.ts';
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
  ...BULK_CALLS,
  ...WORD_CALLS,
  ...AUDIT_CALLS,
};

export type ManagerCallName = keyof typeof MANAGER_CALLS;
