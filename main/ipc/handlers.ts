import { checkConsent } from '../../app/consent/checkConsent.ts';
import { noticeVersion } from '../../app/consent/notice.ts';
import { platformApp } from '../../app/outbox/platformApp.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import { restoreDraft } from '../draft/restoreDraft.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import type { Till } from '../till.ts';
import { describeTill } from './describeTill.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { type ChooseFile, createMoveHandlers } from './moveHandlers.ts';
import { createQueueHandlers } from './queueHandlers.ts';
import { done, failed } from './reply.ts';
import { createSettingsHandlers } from './settingsHandlers.ts';

export interface HandlerOptions {
  till: Till;
  appVersion: string;
  onLocaleChanged: () => void;
  chooseFile: ChooseFile;
}

/** What the page's calls do. Every reply is data; what is expected to fail has a code. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { till, appVersion, onLocaleChanged, chooseFile } = options;
  const { settings, outbox, replayer, drafts, lookups, audit } = till;
  return {
    getTill: async () => done(describeTill(till, appVersion)),
    getOutbox: async () => done(describeOutbox(outbox, replayer, till.notices)),
    registerMember: async ({ requestId, operatorId, member, correctionOf, consent: given }) => {
      const { provision } = settings;
      if (provision === null) return failed('not-provisioned');
      if (!provision.operators.some((operator) => operator.id === operatorId)) {
        return failed('operator.unknown');
      }
      const corrected = correctionOf === null ? null : (outbox.find(correctionOf) ?? null);
      // The person would come to the other brand.
      if (corrected !== null && corrected.brandId !== provision.brandId)
        return failed('save.changed');
      const version = noticeVersion(provision.notice ?? null);
      const checked = checkConsent(given, { version, now: Date.now(), corrected });
      if (!checked.ok) return failed(checked.problem);
      const { consent } = checked;
      const origin = { brandId: provision.brandId, shopId: provision.shopId, operatorId };
      const app = platformApp(provision.gateway);
      const closes =
        corrected === null || corrected.state === 'accepted' ? null : corrected.sequence;
      // Whether an id stands for this content says something of a member that was accepted.
      if (outbox.find(requestId) !== undefined && lookups.isUsedUp) return lookups.refuse();
      const result = await outbox.enqueue({
        requestId,
        origin,
        member,
        app,
        correctionOf,
        consent,
      });
      if (!result.ok) {
        if (result.failure === 'intention.reused') await lookups.take();
        return failed(result.failure);
      }
      if (result.isNew) {
        replayer.notice(result.save);
        // What was accepted is only changed; anything else is closed by this, now or when it would be held.
        if (closes !== null)
          await audit.owe({ action: 'save.corrected', operatorId, slip: slipNumber(closes) });
      }
      // Not waited for: a draft that outlives this is known by its id at the next start.
      void drafts.dropOf(requestId);
      return done({ requestId, slip: slipNumber(result.save.sequence) });
    },
    findMember: async ({ mobile }) => {
      const refusal = await lookups.take();
      if (refusal !== null) return refusal;
      const save = outbox.findMember(settings.provision?.brandId ?? '', mobile);
      if (save === undefined || save.state === 'discarded') return done(null);
      const { requestId, masked, state } = save;
      return done({ requestId, slip: slipNumber(save.sequence), masked, state });
    },
    sendNow: async () => {
      replayer.wake('send-now');
      return done(null);
    },
    setLocale: async ({ locale }) => {
      await settings.setLocale(locale);
      onLocaleChanged();
      return done(null);
    },
    setSound: async ({ isOn }) => {
      await settings.setSound(isOn);
      return done(null);
    },
    keepDraft: async (draft) => {
      const failure = await drafts.keep(draft);
      return failure === null ? done(null) : failed(failure);
    },
    getDraft: async () => {
      const kept = await drafts.read();
      const left = kept?.draft;
      // Whether it is done says whether a save holds what it says. A draft of no save tells nothing, and is not lost for that.
      const isOfSave =
        left?.correctionOf != null || outbox.find(left?.requestId ?? '') !== undefined;
      const refusal = isOfSave ? await lookups.take() : null;
      if (refusal !== null) return refusal;
      // The one that was looked at, whatever has been kept since.
      const source = { read: async () => kept, drop: () => drafts.drop() };
      const draft = await restoreDraft(source, outbox, settings.provision, Date.now());
      const { correcting = null, operatorId = '' } = draft ?? {};
      if (correcting === null) return done(draft);
      // It shows the save that it corrects, as opening that save does. Any page can leave such a draft.
      const isNoted = await audit.record({
        action: 'save.read',
        operatorId: isUnknownOperator(settings, operatorId) ? null : operatorId,
        slip: correcting.slip,
        reason: 'draft',
      });
      return isNoted ? done(draft) : failed('audit.refused');
    },
    dropDraft: async () => {
      const failure = await drafts.drop();
      return failure === null ? done(null) : failed(failure);
    },
    ...createSettingsHandlers(till),
    ...createQueueHandlers(till, Date.now),
    ...createMoveHandlers(till, chooseFile),
    // The key has opened: nobody is asked about it.
    tryKeyAgain: async () => done(null),
    startNewQueue: async () => failed('request.refused'),
  };
}
