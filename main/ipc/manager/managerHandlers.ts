import type { ManagerCallName } from '../../../app/ipc/manager/managerCalls.ts';
import type { ManagerSession } from '../../manager/managerSession.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { refuseWithoutPin } from '../refuseWithoutPin.ts';
import { done, failed } from '../reply.ts';
import { createAuditHandlers } from './auditHandlers.ts';
import { createBulkHandlers } from './bulkHandlers.ts';
import { createWordHandlers } from './wordHandlers.ts';

/** The manager's page. What stands behind the session needs no PIN of its own: `behindSession`. */
export function createManagerHandlers(
  till: Till,
  session: ManagerSession,
): Pick<Handlers, 'openManager' | ManagerCallName> {
  const { settings, audit } = till;
  return {
    openManager: async ({ pin, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      // Looking is possible without a line as well: a till whose trail is broken must not be a closed book.
      await audit.owe({ action: 'manager.opened', operatorId, slip: null });
      session.open(operatorId, settings.managerPin);
      return done(null);
    },
    closeManager: async () => {
      session.close();
      return done(null);
    },
    ...createBulkHandlers(till),
    ...createWordHandlers(till),
    ...createAuditHandlers(till),
  };
}
