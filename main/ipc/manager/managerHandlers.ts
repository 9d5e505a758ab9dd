import type { ManagerCallName } from '../../../app/ipc/manager/managerCalls.ts';
import type { ManagerSession } from '../../manager/managerSession.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { refuseWithoutPin } from '../refuseWithoutPin.ts';
import { done, failed } from '../reply.ts';
import { createAuditHandlers } from './auditHandlers.ts';
import { createOverviewHandlers, type PrintPage } from './overviewHandlers.ts';
import { createPersonHandlers, type PageFile } from './personHandlers.ts';
import { createReconciliationHandlers } from './reconciliationHandlers.ts';

/** What of the manager's calls goes past the till: to paper, and into files where the manager wants them. */
export interface ManagerOutside {
  printPage: PrintPage;
  pageFile: PageFile;
}

/** The manager's page. What stands behind the session needs no PIN of its own: `behindSession`. */
export function createManagerHandlers(
  till: Till,
  session: ManagerSession,
  { printPage, pageFile }: ManagerOutside,
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
    ...createOverviewHandlers(till, printPage),
    ...createPersonHandlers(till, pageFile),
    ...createAuditHandlers(till),
    ...createReconciliationHandlers(till),
  };
}
