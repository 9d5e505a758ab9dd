import { backoff, type Randomness, RETRY_SCHEDULE } from '../backoff/backoff.ts';
import type { GatewayWords, Outcome, OutcomeRecord } from '../gateway/outcome.ts';
import { type AtFirst, meaningOf, OUTCOME_TABLE } from '../gateway/outcomeTable.ts';
import { isNotForwarded } from '../gateway/relayAnswers.ts';
import { wrongField } from '../gateway/wrongField.ts';
import { inDoubtSince, isStale, whyStale } from './doubt.ts';
import { hold as held } from './hold.ts';
import { type ClosedReason, type Closing, type HeldReason, oneMore, type Save } from './save.ts';

/** Undecidable answers before a save is held. */
export const MAX_UNDECIDED = 5;

/** A save answered with "request replayed" is signed anew at least a second later (ms). */
const RESIGN_AFTER_MS = 1_000;

/** Whose fault an answer is, judged by what others are answered. */
export interface Judgement {
  /** A fault of the settings, or a silence, that this save alone has: others pass. */
  isOwnFault: boolean;
  /** What would hold this save is answered to everybody: it is no fault of any of them. */
  isEverybodys: boolean;
  /** A relay has put this call off: ms after which it may go again. Null or absent where it was not. */
  putOff?: number | null;
}

export interface SettleContext extends Judgement {
  /** Till's clock, ms since 1970. */
  now: number;
  /** Since when the outcome is unknown if this answer leaves it so (ms since 1970). Default: now. */
  unknownSince?: number;
  /** An earlier sending of the same call may have arrived, and this answer says nothing of it. Default: false. */
  mayBeSecond?: boolean;
  random: Randomness;
}

/** Before the first byte leaves: the mark that makes a crash during the send visible. */
export function markSending(save: Save, now: number): Save {
  const attempts = oneMore(save.attempts);
  return { ...save, state: 'sending', attempts, sentAt: now, nextAttemptAt: null };
}

/** At start every `sending` save is pending again: its outcome is unknown, its id makes a replay safe. */
export function recover(save: Save, now: number): Save {
  if (save.state !== 'sending') return save;
  // Unknown since it was sent, not since the till came back: the power may have been off for days.
  return { ...inDoubtSince(save, save.sentAt ?? now), state: 'pending', sentAt: null };
}

/** What becomes of a save that was being sent. A pure function over every class of outcome. */
export function settle(sending: Save, outcome: Outcome, context: SettleContext): Save {
  const { now, unknownSince = now, mayBeSecond = false, random } = context;
  const answered: Save = { ...sending, sentAt: null, lastOutcome: toRecord(outcome) };
  const save = mayBeSecond ? inDoubtSince(answered, unknownSince) : answered;
  switch (outcome.class) {
    case 'accepted':
      return {
        ...save,
        state: 'accepted',
        sealedBody: null,
        sealedWords: null,
        customerId: outcome.customerId,
        heldReason: null,
        firstUnknownAt: null,
        nextAttemptAt: null,
        undecided: 0,
        settledAt: now,
      };
    case 'rejected':
      if (context.isEverybodys) return uncounted(save, mayBeSecond);
      // An earlier call may have taken effect all the same: this answer says nothing of it.
      return held(save, 'rejected', now);
    case 'quota':
      return {
        ...uncounted(save, mayBeSecond),
        nextAttemptAt: context.putOff == null ? null : now + context.putOff,
      };
    case 'configuration':
      return afterConfiguration(save, outcome.atFirst, context);
    case 'clock':
      if (!outcome.replay) return uncounted(save, mayBeSecond);
      // A repeated sign may mean that the first of two requests took effect. It counts: a gateway that
      // says it again and again is asked less and less often.
      return {
        ...inDoubtSince(save, unknownSince),
        state: 'pending',
        nextAttemptAt: now + RESIGN_AFTER_MS + backoff(RETRY_SCHEDULE, save.attempts, random),
      };
    case 'later':
      return {
        ...(isNotForwarded(outcome) ? save : inDoubtSince(save, unknownSince)),
        state: 'pending',
        nextAttemptAt: now + backoff(RETRY_SCHEDULE, save.attempts, random),
      };
    case 'unknown': {
      if (context.isEverybodys) return uncounted(inDoubtSince(save, unknownSince), true);
      const undecided = oneMore(save.undecided);
      const waiting = { ...inDoubtSince(save, unknownSince), undecided };
      if (undecided >= MAX_UNDECIDED) return held(waiting, 'undecidable', now);
      return {
        ...waiting,
        state: 'pending',
        nextAttemptAt: now + backoff(RETRY_SCHEDULE, undecided, random),
      };
    }
    case 'unreachable':
      return {
        ...(outcome.mayHaveArrived ? inDoubtSince(save, unknownSince) : save),
        state: 'pending',
        nextAttemptAt: context.isOwnFault ? now + waitOfSilent(random) : null,
      };
  }
}

/** Closed. The body stays for 30 days. `now`: null where nobody knows what time it is; `closing`: for the manager. */
export function discard(
  save: Save,
  closedReason: ClosedReason,
  now: number | null,
  closing: Closing | null = null,
): Save {
  return {
    ...save,
    state: 'discarded',
    closedReason,
    closing,
    nextAttemptAt: null,
    settledAt: now,
    isDatedAfterwards: false,
  };
}

/**
 * Puts a held or discarded save back into the queue as it is, under its own id. Only a manager's word
 * makes the outcome count as unknown anew; after a cashier's the time goes on until the save is stale. `wordAt`: when the
 * manager gave it, by the best clock that there is (ms since 1970); null for a cashier's.
 */
export function requeue(save: Save, wordAt: number | null): Save {
  // What may have taken effect, here or at another till, may be forgotten by the gateway again a day after somebody looked.
  const mayHaveLeft = save.firstUnknownAt !== null || save.closedReason === 'moved';
  const doubt = mayHaveLeft ? wordAt : null;
  return {
    ...save,
    state: 'pending',
    heldReason: null,
    closedReason: null,
    closing: null,
    undecided: 0,
    firstUnknownAt: wordAt === null ? save.firstUnknownAt : doubt,
    nextAttemptAt: null,
    settledAt: null,
    isDatedAfterwards: false,
  };
}

/**
 * Corrected once, and corrected no more: somebody is asked again, for the reason of before. What the manager had closed is
 * closed by his word again: nobody but him takes that back.
 */
export function reopen(save: Save, now: number): Save {
  if (save.closing !== null) return { ...save, closedReason: 'manager' };
  return held({ ...save, closedReason: null, closing: null }, reasonToReopen(save, now), now);
}

/**
 * Where no reason is known (it was closed while it waited, or by a version that did not keep it), it is read from what
 * is known of the save; where that says nothing, it takes the manager to send it.
 */
function reasonToReopen(save: Save, now: number): HeldReason {
  const { heldReason } = save;
  // What is held for its app goes back into the queue by itself: not what somebody is asked about.
  if (heldReason !== null && heldReason !== 'other-app') return heldReason;
  if (save.undecided >= MAX_UNDECIDED) return 'undecidable';
  if (isStale(save, now)) return whyStale(save);
  if (save.lastOutcome?.class === 'rejected') return 'rejected';
  if (save.lastOutcome?.class !== 'configuration') return 'stale';
  const { code, subCode } = save.lastOutcome;
  return reasonOf(meaningOf(code, subCode, OUTCOME_TABLE).atFirst);
}

/**
 * A fault of the settings pauses the queue and holds nothing, unless it is this save's own. What the gateway says
 * for faults of its own as well is tried as often as what cannot be decided, and never at once.
 */
function afterConfiguration(save: Save, atFirst: AtFirst | null, context: SettleContext): Save {
  const { now, random, isOwnFault, mayBeSecond = false } = context;
  const isAskedAgain = atFirst === 'ask-again';
  const undecided = isAskedAgain && isOwnFault ? oneMore(save.undecided) : save.undecided;
  if (isOwnFault && (!isAskedAgain || undecided >= MAX_UNDECIDED)) {
    return held(save, reasonOf(atFirst), now);
  }
  if (!isAskedAgain) return uncounted(save, mayBeSecond);
  const wait = backoff(RETRY_SCHEDULE, undecided, random);
  return { ...uncounted(save, mayBeSecond), undecided, nextAttemptAt: now + wait };
}

function reasonOf(atFirst: AtFirst | null): HeldReason {
  return atFirst === 'blame-save' ? 'sign' : 'configuration';
}

/**
 * The gateway did not look at the save itself: the send does not count as an attempt. But what may have taken effect all the
 * same never counts as not sent (`wasSent`).
 */
function uncounted(save: Save, mayHaveTakenEffect: boolean): Save {
  return {
    ...save,
    state: 'pending',
    attempts: Math.max(mayHaveTakenEffect ? 1 : 0, save.attempts - 1),
    nextAttemptAt: null,
  };
}

/**
 * How long a save waits that alone gets no answer (ms): five to ten minutes, from the first time on. Each of its calls
 * may keep one of the few places of the others for as long as an answer is waited for.
 */
function waitOfSilent(random: Randomness): number {
  const half = RETRY_SCHEDULE.limitMilliseconds / 2;
  return half + Math.round(half * random());
}

/** Without the gateway's own words. Which field it complains of is read from them before they are sealed. */
export function toRecord(outcome: OutcomeRecord & GatewayWords): OutcomeRecord {
  const { class: kind, code, subCode } = outcome;
  return { class: kind, code, subCode, field: isRefusal(kind) ? wrongField(outcome) : null };
}

function isRefusal(kind: OutcomeRecord['class']): boolean {
  return kind === 'rejected' || kind === 'unknown';
}
