import { checkConsent } from '../../app/consent/checkConsent.ts';
import { noticeVersion } from '../../app/consent/notice.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { branches } from '../../app/outbox/branches.ts';
import { goneElsewhere } from '../../app/outbox/goneElsewhere.ts';
import { identitiesOf } from '../../app/outbox/identity.ts';
import { isUnfinished, type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { AskedInVain } from '../limits/askedInVain.ts';
import { RareLine } from '../limits/callRate.ts';
import type { EnqueueResult } from '../outbox/intention.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { done, failed } from './reply.ts';

type Parts = Pick<
  Till,
  | 'computer'
  | 'settings'
  | 'replayer'
  | 'drafts'
  | 'lookups'
  | 'registrations'
  | 'opened'
  | 'audit'
  | 'clock'
> & { outbox: Pick<Outbox, 'saves' | 'contents' | 'intake' | 'lending'> };

/** What a press says besides whose the data are. */
type Judged = Pick<RegisterRequest, 'operatorId' | 'correctionOf' | 'consent'>;

/** One press of "save". What is refused is in the form as it was. `inVain`: of whom the window was told that nobody is known. */
export function createRegisterHandler(
  till: Parts,
  now: () => number,
  inVain: Pick<AskedInVain, 'take'> = new AskedInVain(),
): Handlers['registerMember'] {
  const { settings, replayer, drafts, lookups, registrations, opened, audit } = till;
  const { saves, contents, intake, lending } = till.outbox;
  const uncorrected = new RareLine(till.clock, audit, 'saves.not-corrected');

  /** Under which slip the window's new member is registered besides, though it was told that nobody is; or null. */
  const sinceAsked = (brandId: string, member: Member, { requestId }: Save): string | null => {
    for (const one of identitiesOf(member)) {
      const other = contents.findMember(brandId, one, requestId);
      if (other !== undefined && inVain.take(contents.keyOf(brandId, one)))
        return slipNumber(other.sequence);
    }
    return null;
  };

  /**
   * Resolves once neither what a form names nor anything else of that member is being handed over: by then another till
   * has it perhaps, and what was typed becomes a save of its own.
   */
  const settled = async (named: string): Promise<void> => {
    const before = saves.find(named);
    if (before === undefined) return;
    await lending.settled(branches(saves, [before]).map(({ requestId }) => requestId));
  };

  /** Why a press is refused by the settings as they are now, or what it is registered with. */
  const judged = ({ operatorId, correctionOf: named, consent: given }: Judged) => {
    const { provision } = settings;
    if (provision === null) return failed('not-provisioned');
    if (!provision.operators.some((operator) => operator.id === operatorId)) {
      return failed('operator.unknown');
    }
    const corrected = (named === null ? null : saves.find(named)) ?? null;
    // The person would come to the other brand.
    if (corrected !== null && corrected.brandId !== provision.brandId)
      return failed('save.changed');
    const version = noticeVersion(provision.notice ?? null);
    const { brandId, operators } = provision;
    const checked = checkConsent(given, { brandId, version, operators, now: now(), corrected });
    if (!checked.ok) return failed(checked.problem);
    return { ok: true, provision, corrected, consent: checked.consent } as const;
  };

  return async (press) => {
    const { requestId, operatorId, member, correctionOf: named } = press;
    const first = judged(press);
    if (!first.ok) return first;
    const isKnown = saves.find(requestId) !== undefined;
    const rate = isKnown ? lookups : registrations;
    // Whether an id stands for this content says something of a member that was accepted: each answer is taken before
    // it is asked for, so that a thousand that wait for the same thing are not all let through.
    const refusal = await rate.take();
    if (refusal !== null) return refusal;
    await till.computer.beforeChange();
    if (named !== null) await settled(named);
    // Whatever was waited for, the manager, a file or the gateway may have been faster: nothing is decided by what was
    // there before, and from here on nothing is waited for until the outbox has the intention.
    const last = judged(press);
    if (!last.ok) {
      rate.giveBack();
      return last;
    }
    const { provision, corrected, consent } = last;
    const { brandId } = provision;
    const elsewhere = corrected === null ? null : correctedElsewhere(saves, corrected, requestId);
    // What was accepted is only changed; anything else is closed by this, now or when it would be held.
    const closed = corrected === null || corrected.state === 'accepted' ? null : corrected;
    // What a manager has discarded meanwhile stays his, to be requeued.
    const isDiscarded = closed?.state === 'discarded' && closed.closedReason !== 'corrected';
    const openedAt = closed === null || isDiscarded ? null : opened.take(closed.requestId);
    // One that nobody has opened is not closed: what was typed becomes a save of its own.
    const mayClose = closed === null || openedAt !== null;
    const correctionOf = mayClose ? (corrected?.requestId ?? null) : null;
    const origin = { brandId, shopId: provision.shopId, operatorId };
    const app = platformApp(provision.gateway);
    const intention = { requestId, origin, member, app, correctionOf, consent };
    const result = sinceDiscarded(await intake.enqueue(intention));
    const isNew = result.ok && result.isNew;
    if (!isNew && !isKnown) registrations.giveBack();
    const saysMore = !result.ok && result.failure === 'intention.reused';
    if (isKnown && !saysMore) lookups.giveBack();
    if (!isNew && closed !== null && openedAt !== null) opened.giveBack(closed.requestId, openedAt);
    if (!result.ok) return failed(result.failure);
    const { save } = result;
    if (isNew) {
      replayer.prioritize(save);
      if (closed !== null && mayClose)
        await audit.owe({
          action: 'save.corrected',
          operatorId,
          slip: slipNumber(closed.sequence),
        });
      if (!mayClose) await uncorrected.tell();
    }
    // Not waited for: a draft that outlives this is known by its id at the next start.
    void drafts.dropOf(requestId);
    return done({
      requestId,
      slip: slipNumber(save.sequence),
      since: isNew && named === null ? sinceAsked(brandId, member, save) : null,
      uncorrected:
        elsewhere ?? (mayClose || save.correctionOf !== null ? null : slipOfGoingOn(saves, closed)),
    });
  };
}

/**
 * What was stored under an id whose answer was lost may have been discarded since. Nobody is told that it is safe then: what
 * is pressed now is another save.
 */
function sinceDiscarded(result: EnqueueResult): EnqueueResult {
  if (!result.ok || result.isNew) return result;
  const { state, closedReason } = result.save;
  const isDiscarded = state === 'discarded' && closedReason === 'manager';
  return isDiscarded ? { ok: false, failure: 'intention.reused' } : result;
}

/**
 * The slip of what has corrected a save since, or its member, where another till has that: it may go over what is registered now; or null.
 * `by`: the id of this. Whoever presses again, since the answer was lost, may find that itself there.
 */
function correctedElsewhere(saves: Saves, save: Save, by: string): string | null {
  const gone = goneElsewhere(saves, save);
  if (gone === undefined || gone.requestId === save.requestId || gone.requestId === by) return null;
  return slipNumber(gone.sequence);
}

/** The slip of a save that nothing corrects and that still waits or is held, here or at another till; or null. */
function slipOfGoingOn(saves: Saves, before: Save | null): string | null {
  const save = before === null ? undefined : saves.find(before.requestId);
  if (save === undefined || saves.correctionOf(save) !== undefined) return null;
  const goesOn = isUnfinished(save) || save.state === 'held' || save.closedReason === 'moved';
  return goesOn ? slipNumber(save.sequence) : null;
}
