import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { OTHER_APP_CALLS } from '../../app/ipc/calls.ts';
import type { MadeFor } from '../../app/outbox/home.ts';
import { inParts } from '../outbox/inParts.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

type Parts = Pick<Till, 'computer' | 'settings' | 'replayer' | 'audit'> & {
  outbox: Pick<Outbox, 'apps' | 'decisions'>;
};

/** What the manager decides about all saves at once that are held for one other app. */
export function createOtherAppHandlers(till: Parts): Pick<Handlers, keyof typeof OTHER_APP_CALLS> {
  const { computer, replayer, audit, settings } = till;
  const { apps, decisions } = till.outbox;

  /**
   * Where something is left, the disk refuses; where there was nothing, somebody was faster. The line counts whatever
   * was changed, `shown` what the manager is told of.
   */
  const conclude = async (
    action: AuditAction,
    { brandId, app }: MadeFor,
    who: { operatorId: string; reason?: string },
    changed: number,
    shown = changed,
  ) => {
    if (changed > 0) await audit.owe({ action, slip: null, app, saves: changed, ...who });
    // Whoever waited goes now.
    replayer.wake('answer');
    if (apps.heldOf({ brandId, app }).length > 0) return failed('store.failed');
    return changed === 0 ? failed('save.changed') : done({ saves: shown });
  };

  return {
    goOnWithApp: async ({ pin, operatorId, brandId, app }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (brandId !== settings.home?.brandId) return failed('save.changed');
      if (!(await audit.ready())) return failed('audit.refused');
      await computer.beforeChange();
      const { bound, going } = await apps.goOn({ brandId, app });
      return conclude('app.gone-on', { brandId, app }, { operatorId }, bound, going);
    },

    discardApp: async ({ pin, operatorId, brandId, app, reason }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (!(await audit.ready())) return failed('audit.refused');
      await computer.beforeChange();
      const held = apps.heldOf({ brandId, app });
      const closed = await inParts(held, ({ requestId }) =>
        decisions.discard(requestId, 'manager', { reason, operatorId }),
      );
      const saves = closed.filter((save) => save !== null).length;
      return conclude('app.discarded', { brandId, app }, { operatorId, reason }, saves);
    },
  };
}
