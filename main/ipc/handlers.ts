import { givingHandlers, type TypedGiven } from '../companion/typedGiven.ts';
import { restoreDraft } from '../draft/restoreDraft.ts';
import type { FormOffer } from '../form/formOffer.ts';
import { AskedInVain } from '../limits/askedInVain.ts';
import type { ManagerSession } from '../manager/managerSession.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import { knownMember } from '../outbox/knownMember.ts';
import type { Till } from '../till.ts';
import { type Activity, notedHandlers } from '../update/activity.ts';
import type { ScreenLock } from '../window/screenLock.ts';
import { createCompareHandler } from './compareMember.ts';
import { createComputerHandler } from './computerHandler.ts';
import { describeTill } from './describeTill.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { leasedHandlers } from './leasedHandlers.ts';
import { behindSession } from './manager/behindSession.ts';
import { createManagerHandlers, type ManagerOutside } from './manager/managerHandlers.ts';
import { type ChooseFile, createMoveHandlers } from './moveHandlers.ts';
import { createQueueHandlers } from './queueHandlers.ts';
import { createRegisterHandler } from './registerMember.ts';
import { done, failed } from './reply.ts';
import { createSettingsHandlers } from './settingsHandlers.ts';

export interface HandlerOptions {
  till: Till;
  appVersion: string;
  lock: Pick<ScreenLock, 'isLocked' | 'tell'>;
  session: ManagerSession;
  /** Default: nobody asks when the window was used. */
  activity?: Activity;
  /** Default: nobody asks what became of what was typed. */
  typed?: TypedGiven;
  onLocaleChanged: () => void;
  /** The page has said whether what was typed is kept, when it was asked. */
  onKeptTold: (question: number, isKept: boolean) => void;
  chooseFile: ChooseFile;
  /** What programs of this PC would have in the form. */
  form: Pick<FormOffer, 'waiting' | 'answer'>;
  outside: Omit<ManagerOutside, 'chooseFile'>;
}

/** What the page's calls do. Every reply is data; what is expected to fail has a code. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { till, session, activity, typed } = options;
  const own = behindSession(createOwnHandlers(options), session, till.settings.managerPin);
  const leased = leasedHandlers(own, till.hold);
  const handlers: Handlers = {
    ...leased,
    registerMember: (argument) =>
      till.registering.during(argument.member, () => leased.registerMember(argument)),
  };
  const given = typed === undefined ? handlers : givingHandlers(handlers, typed);
  return activity === undefined ? given : notedHandlers(given, activity);
}

function createOwnHandlers(options: HandlerOptions): Handlers {
  const { till, appVersion, lock, session, onLocaleChanged, onKeptTold, chooseFile } = options;
  const { form } = options;
  const { settings, outbox, replayer, drafts, lookups, presses, opened, audit, person } = till;
  const { saves, contents } = outbox;
  const inVain = new AskedInVain();
  return {
    getTill: async () => done(describeTill(till, { appVersion, isLocked: lock.isLocked })),
    getOutbox: async () => done(describeOutbox(outbox, replayer, till.warnings)),
    registerMember: createRegisterHandler(till, Date.now, inVain),
    findMember: async (identity) => {
      const refusal = await lookups.take();
      if (refusal !== null) return refusal;
      const brandId = settings.provision?.brandId ?? '';
      const member = knownMember(saves, contents.findMember(brandId, identity));
      inVain.note(contents.keyOf(brandId, identity), member !== null);
      // The form may be made a correction of it, unless another till has it.
      if (member !== null && member.state !== 'moved') opened.add(member.requestId);
      return done(member);
    },
    compareMember: createCompareHandler(till),
    sendNow: async () => {
      const refusal = await presses.take();
      if (refusal !== null) return refusal;
      replayer.wake('send-now');
      return done(null);
    },
    setLocale: async ({ locale }) => {
      const { locale: lockedLocale = locale } = till.locks.values;
      if (locale !== lockedLocale) return failed('settings.locked');
      await settings.setLocale(locale);
      onLocaleChanged();
      return done(null);
    },
    setSound: async ({ isOn }) => {
      await settings.setSound(isOn);
      return done(null);
    },
    keepDraft: async (draft) => {
      // The same answer whoever it is of: it would tell who is being erased.
      if (person.leaving.isAnybody) {
        person.leaving.wait(draft);
        return failed('person.busy');
      }
      const failure = await drafts.keep(draft);
      return failure === null ? done(null) : failed(failure);
    },
    getDraft: async () => {
      // One that the disk does not give now is still there.
      const read = async () => {
        const { waiting } = person.leaving;
        if (waiting !== null) return { draft: waiting, keptAt: Date.now() };
        return drafts.read().catch(() => 'unreadable' as const);
      };
      let kept = await read();
      // Where there is none nobody waits. One of another computer goes.
      if (kept !== null && till.computer.standing === 'looking') {
        await till.computer.look();
        kept = await read();
      }
      if (kept === 'unreadable') return failed('store.failed');
      const left = kept?.draft;
      const isLeaving = () => left !== undefined && person.leaving.has(left);
      // Whether it is done says whether a save holds what it says. A draft of no save tells nothing, and is not lost for that.
      const isOfSave =
        left?.correctionOf != null ||
        left?.chosen != null ||
        saves.find(left?.requestId ?? '') !== undefined;
      // Nor who is being erased, oftener than who is known.
      const isErasing = person.leaving.isAnybody || person.erasure.formLeft.length > 0;
      const isAnswer = isOfSave || (left !== undefined && isErasing);
      const refusal = isAnswer ? await lookups.take() : null;
      if (refusal !== null) return refusal;
      if (isLeaving()) return failed('person.busy');
      if (left !== undefined && person.mayHaveStayed(left)) {
        await drafts.dropOf(left.requestId);
        return done(null);
      }
      // The one that was looked at, whatever has been kept since.
      const source = { read: async () => kept, dropOf: (id: string) => drafts.dropOf(id) };
      const draft = await restoreDraft(source, outbox, settings.provision, Date.now());
      const { correcting = null, chosen = null, operatorId = '' } = draft ?? {};
      // As where the number is typed: the form is its correction.
      if (chosen !== null) opened.add(chosen.member.requestId);
      const give = () => (isLeaving() ? failed('person.busy') : done(draft));
      if (correcting === null) return give();
      // It shows the save that it corrects, as opening that save does. Any page can leave such a draft.
      const isNoted = await audit.record({
        action: 'save.read',
        operatorId: isUnknownOperator(settings, operatorId) ? null : operatorId,
        slip: correcting.slip,
        reason: 'draft',
      });
      if (!isNoted) return failed('audit.refused');
      opened.add(correcting.requestId);
      return give();
    },
    dropDraft: async () => {
      person.leaving.forgetWaiting();
      const failure = await drafts.drop();
      return failure === null ? done(null) : failed(failure);
    },
    tellLocked: async ({ isLocked }) => {
      lock.tell(isLocked);
      return done(null);
    },
    tellKept: async ({ question, isKept }) => {
      onKeptTold(question, isKept);
      return done(null);
    },
    getOfferedForm: async () => done(form.waiting),
    answerOffer: async ({ offer, answer }) => {
      form.answer(offer, answer);
      return done(null);
    },
    ...createSettingsHandlers(till, options.outside.around.updates),
    ...createQueueHandlers(till, Date.now),
    ...createMoveHandlers(till, chooseFile),
    ...createManagerHandlers(till, session, { ...options.outside, chooseFile }),
    answerComputer: createComputerHandler(till),
    // The key has opened: nobody is asked about it.
    tryKeyAgain: async () => done(null),
    startNewQueue: async () => failed('request.refused'),
  };
}
