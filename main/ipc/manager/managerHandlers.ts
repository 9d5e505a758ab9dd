import type { ManagerCallName } from '../../../app/ipc/manager/managerCalls.ts';
import type { ErasedNews } from '../../../app/person/personView.ts';
import type { Surroundings } from '../../diagnostics/gatherDiagnostics.ts';
import type { ManagerSession } from '../../manager/managerSession.ts';
import { type ChooseSavedFile, SaveDesk } from '../../saved/saveDesk.ts';
import type { SavedFiles } from '../../saved/savedFiles.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import type { ChooseFile } from '../moveHandlers.ts';
import { refuseWithoutPin } from '../refuseWithoutPin.ts';
import { done, failed } from '../reply.ts';
import { createAuditHandlers } from './auditHandlers.ts';
import { createCsvHandlers } from './csvHandlers.ts';
import { createDiagnosticsHandlers } from './diagnosticsHandlers.ts';
import { createOverviewHandlers, type PrintPage } from './overviewHandlers.ts';
import { createPageHandlers, type PageAsPdf } from './pageHandlers.ts';
import { createPersonHandlers } from './personHandlers.ts';
import { createReconciliationHandlers } from './reconciliationHandlers.ts';
import { createTransferHandlers } from './transferHandlers.ts';

/** What the manager's page needs of the program around the till. */
export interface ManagerOutside {
  around: Surroundings;
  chooseSaved: ChooseSavedFile;
  savedFiles: SavedFiles;
  pageAsPdf: PageAsPdf;
  printPage: PrintPage;
  chooseFile: ChooseFile;
  /** Says it to the page that is there now. */
  tellErased: (news: ErasedNews) => void;
}

import { createBulkHandlers } from './bulkHandlers.ts';
import { createWordHandlers } from './wordHandlers.ts';

/** The manager's page. What stands behind the session needs no PIN of its own: `behindSession`. */
export function createManagerHandlers(
  till: Till,
  session: ManagerSession,
  outside: ManagerOutside,
): Pick<Handlers, 'openManager' | ManagerCallName> {
  const { settings, audit } = till;
  const { around, chooseSaved, savedFiles } = outside;
  const desk = new SaveDesk({
    choose: chooseSaved,
    files: savedFiles,
    folder: around.folder,
    session: () => session.standing(settings.managerPin),
  });
  return {
    openManager: async ({ pin, operatorId }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const opening = session.begin(settings.managerPin);
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      // Looking is possible without a line as well: a till whose trail is broken must not be a closed book.
      await audit.owe({ action: 'manager.opened', operatorId, slip: null });
      const isOpen = session.open(operatorId, settings.managerPin, opening);
      return isOpen ? done(null) : failed('session.ended');
    },
    closeManager: async () => {
      session.close();
      return done(null);
    },
    ...createOverviewHandlers(till, outside.printPage),
    ...createReconciliationHandlers(till, desk),
    ...createPersonHandlers(till, desk, outside.tellErased),
    ...createBulkHandlers(till),
    ...createWordHandlers(till),
    ...createAuditHandlers(till),
    ...createCsvHandlers(till, desk),
    ...createPageHandlers(till, desk, outside.pageAsPdf),
    ...createTransferHandlers(till, outside.chooseFile),
    ...createDiagnosticsHandlers(till, around, desk),
  };
}
