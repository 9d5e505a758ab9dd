import type { AuditAction } from '../../../../app/audit/auditActions.ts';

/** The words for an action: i18next takes a dot for a step down. */
export function actionKey<Action extends AuditAction>(action: Action) {
  return `manager.audit.actions.${action}` as const;
}
