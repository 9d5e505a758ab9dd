import type { AUDIT_CALLS } from '../../../app/ipc/manager/auditCalls.ts';
import { listTrail } from '../../audit/listTrail.ts';
import { errorCode } from '../../files/durableFile.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { done, failed } from '../reply.ts';

/** The audit trail on the manager's page. */
export function createAuditHandlers({
  audit,
}: Pick<Till, 'audit'>): Pick<Handlers, keyof typeof AUDIT_CALLS> {
  return {
    listAudit: async (query) => {
      try {
        return done(listTrail(await audit.read(), query));
      } catch (error) {
        if (errorCode(error) === '') throw error;
        return failed('trail.unreadable');
      }
    },
  };
}
