import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { QUEUE_CALLS } from '../../app/ipc/calls.ts';
import type { AllowedActions } from '../../app/outbox/allowedActions.ts';
import type { SaveChoice } from '../../app/outbox/queueCalls.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import { searchOf } from '../../app/outbox/saveSearch.ts';
import { correctionDraft } from '../outbox/correctionDraft.ts';
import { listSaves } from '../outbox/listSaves.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { createOtherAppHandlers } from './otherAppHandlers.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

type Parts = Pick<
  Till,
  'computer' | 'settings' | 'replayer' | 'audit' | 'lookups' | 'sendings' | 'opened' | 'words'
> & {
  outbox: Pick<Outbox, 'saves' | 'contents' | 'decisions' | 'permissions' | 'apps'>;
};

/** What people do about single saves. Every change is on disk before its reply, and in the audit trail. */
export function createQueueHandlers(
  till: Parts,
  now: () => number,
): Pick<Handlers, keyof typeof QUEUE_CALLS> {
  const { computer, replayer, audit, settings, lookups, sendings, opened, words } = till;
  const { saves, contents, decisions, permissions } = till.outbox;
  let numberInList: string | null = null;

  const entry = (action: AuditAction, save: Save, { operatorId }: SaveChoice, reason?: string) => ({
    action,
    operatorId,
    slip: slipNumber(save.sequence),
    ...(reason && { reason }),
  });

  /** What has been done, once it is sure that a line of it can be written. */
  const note = (...what: Parameters<typeof entry>) => audit.owe(entry(...what));

  const isUnknown = ({ operatorId }: SaveChoice) => isUnknownOperator(settings, operatorId);

  /** Why a change came to nothing: somebody was faster, or the disk refuses it. */
  const whyNot = (requestId: string, isPossible: (may: AllowedActions) => boolean) => {
    // Whoever has waited while the disk was asked goes now.
    replayer.wake('answer');
    const save = saves.find(requestId);
    return failed(
      save !== undefined && isPossible(permissions.of(save)) ? 'store.failed' : 'save.changed',
    );
  };

  return {
    listSaves: async (query) => {
      const search = searchOf(query.search);
      // Whoever asks about whole numbers learns who is a member; the same one is asked about while its list is open.
      if (search.kind === 'mobile' && search.mobile !== numberInList) {
        const refusal = await lookups.take();
        if (refusal !== null) return refusal;
        numberInList = search.mobile;
      }
      const ofMobile = (mobile: string) =>
        contents.ofMobile(settings.provision?.brandId ?? '', mobile);
      const wordOf = (save: Save) => words.ofSave(save);
      return done(listSaves(saves, query, now(), permissions.now(), ofMobile, wordOf));
    },

    readForCorrection: async (choice) => {
      if (isUnknown(choice)) return failed('operator.unknown');
      const save = saves.find(choice.requestId);
      if (save === undefined || !permissions.of(save).correct) return failed('save.changed');
      const refusal = await lookups.take();
      if (refusal !== null) return refusal;
      const draft = correctionDraft(contents, save);
      if (draft === null) return failed('save.unreadable');
      // Nobody sees a person's values without a trace.
      const isNoted = await audit.record(entry('save.read', save, choice));
      if (!isNoted) return failed('audit.refused');
      opened.add(save.requestId);
      return done(draft);
    },

    sendHeldAgain: async ({ pin, ...choice }) => {
      if (isUnknown(choice)) return failed('operator.unknown');
      const save = saves.find(choice.requestId);
      const by = save === undefined ? 'nobody' : permissions.of(save).sendAgain;
      if (by === 'nobody') return failed('save.changed');
      if (by === 'manager') {
        if (pin === null) return failed('save.needs-manager');
        const refusal = await refuseWithoutPin(till, pin);
        if (refusal !== null) return refusal;
      }
      if (!(await audit.ready())) return failed('audit.refused');
      const { requestId } = choice;
      const tooFast = by === 'manager' ? null : await sendings.take();
      if (tooFast !== null) return tooFast;
      await computer.beforeChange();
      const sent = await (by === 'manager'
        ? decisions.requeue(requestId)
        : decisions.sendAgain(requestId));
      if (sent === null) return whyNot(requestId, (may) => may.sendAgain === by);
      await note('save.sent-again', sent, choice);
      replayer.prioritize(sent);
      return done(null);
    },

    discardSave: async ({ pin, reason, ...choice }) => {
      if (isUnknown(choice)) return failed('operator.unknown');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (!(await audit.ready())) return failed('audit.refused');
      await computer.beforeChange();
      const discarded = await decisions.discard(choice.requestId, 'manager', {
        reason,
        operatorId: choice.operatorId,
      });
      if (discarded === null) return whyNot(choice.requestId, (may) => may.discard);
      await note('save.discarded', discarded, choice, reason);
      // Whoever waited for it goes now.
      replayer.wake('answer');
      return done(null);
    },

    requeueSave: async ({ pin, ...choice }) => {
      if (isUnknown(choice)) return failed('operator.unknown');
      const save = saves.find(choice.requestId);
      if (save === undefined || !permissions.of(save).requeue) return failed('save.changed');
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (!(await audit.ready())) return failed('audit.refused');
      await computer.beforeChange();
      const taken = await decisions.requeue(choice.requestId);
      if (taken === null) return whyNot(choice.requestId, (may) => may.requeue);
      await note('save.taken-back', taken, choice);
      replayer.prioritize(taken);
      return done(null);
    },

    ...createOtherAppHandlers(till),
  };
}
