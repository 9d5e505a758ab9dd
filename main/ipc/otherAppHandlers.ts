import type { OtherAppCalls } from '../../app/outbox/queueCalls.ts';
import type { AuditAction } from '../audit/auditTrail.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

type Parts = Pick<Till, 'settings' | 'outbox' | 'replayer' | 'audit'>;

/** What the manager decides about all saves at once that are held for one other app. */
export function createOtherAppHandlers(till: Parts): Pick<Handlers, keyof OtherAppCalls> {
  const { outbox, replayer, audit, settings } = till;

  /** Where nothing came of it, somebody was faster or the disk refuses. */
  const conclude = async (
    action: AuditAction,
    entry: { operatorId: string; app: string | null; reason?: string },
    saves: number,
    found: number,
  ) => {
    if (found === 0) return failed('save.changed');
    if (saves > 0) await audit.record({ action, slip: null, saves, ...entry });
    // Whoever waited goes now.
    replayer.wake('answer');
    return saves < found ? failed('store.failed') : done({ saves });
  };

  return {
    goOnWithApp: async ({ pin, operatorId, brandId, app }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (brandId !== settings.home?.brandId) return failed('save.changed');
      const found = outbox.heldOf({ brandId, app }).length;
      const saves = await outbox.goOn({ brandId, app });
      return conclude('app.gone-on', { operatorId, app }, saves, found);
    },

    discardApp: async ({ pin, operatorId, brandId, app, reason }) => {
      if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      const held = outbox.heldOf({ brandId, app });
      const closed = await Promise.all(
        held.map(({ requestId }) => outbox.discard(requestId, null)),
      );
      const saves = closed.filter((save) => save !== null).length;
      return conclude('app.discarded', { operatorId, app, reason }, saves, held.length);
    },
  };
}
