import { backoff, type Randomness, RETRY_SCHEDULE } from '../backoff/backoff.ts';
import type { GatewayWords, Outcome, OutcomeRecord } from '../gateway/outcome.ts';
import { INVALID_SESSION, INVALID_SIGN } from '../gateway/outcomeTable.ts';
import { wrongField } from '../gateway/wrongField.ts';
import type { HeldReason, Save } from './save.ts';

/** A save whose outcome has been unknown for longer than this needs a person. */
export const STALE_AFTER_MILLISECONDS = 24 * 60 * 60 * 1_000;

/** Undecidable answers before a save is held. */
export const UNDECIDED_LIMIT = 5;

/** A save answered with "request replayed" is signed anew at least a second later (ms). */
const RESIGN_AFTER = 1_000;

/** Whose fault an answer is, judged by what others are answered. */
export interface Judgement {
  /** A fault of the settings that this save alone has: others pass. */
  isOwnFault: boolean;
  /** What would hold this save is answered to everybody: it is no fault of any of them. */
  isEverybodys: boolean;
}

export interface SettleContext extends Judgement {
  /** Till's clock, ms since 1970. */
  now: number;
  /** Since when the outcome is unknown if this answer leaves it so (ms since 1970). Default: now. */
  unknownSince?: number;
  random: Randomness;
}

/** Before the first byte leaves: the mark that makes a crash during the send visible. */
export function markSending(save: Save, now: number): Save {
  const attempts = save.attempts + 1;
  return { ...save, state: 'sending', attempts, sentAt: now, nextAttemptAt: null };
}

/** At start every `sending` save is pending again: its outcome is unknown, its id makes a replay safe. */
export function recover(save: Save, now: number): Save {
  if (save.state !== 'sending') return save;
  // Unknown since it was sent, not since the till came back: the power may have been off for days.
  return { ...withUnknownOutcome(save, save.sentAt ?? now), state: 'pending', sentAt: null };
}

/** True when the save may only be sent after a person has looked at it. */
export function isStale(save: Save, now: number): boolean {
  return save.firstUnknownAt !== null && now - save.firstUnknownAt > STALE_AFTER_MILLISECONDS;
}

/** Holds a save for a person without an answer of the gateway. */
export function hold(
  save: Save,
  reason: 'stale' | 'unreadable' | 'other-app' | 'late-import',
  now: number,
): Save {
  return held(save, reason, now);
}

/** What becomes of a save that was being sent. A pure function over every class of outcome. */
export function settle(sending: Save, outcome: Outcome, context: SettleContext): Save {
  const { now, unknownSince = now, random } = context;
  const save: Save = { ...sending, sentAt: null, lastOutcome: toRecord(outcome) };
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
      if (context.isEverybodys) return uncounted(save);
      // An earlier call may have taken effect all the same: this answer says nothing of it.
      return held(save, 'rejected', now);
    case 'quota':
      return uncounted(save);
    case 'configuration':
      return afterConfiguration(save, outcome.code, context);
    case 'clock':
      if (!outcome.replay) return uncounted(save);
      // A repeated sign may mean that the first of two requests took effect. It counts: a gateway that
      // says it again and again is asked less and less often.
      return {
        ...withUnknownOutcome(save, unknownSince),
        state: 'pending',
        nextAttemptAt: now + RESIGN_AFTER + backoff(RETRY_SCHEDULE, save.attempts, random),
      };
    case 'later':
      return {
        ...withUnknownOutcome(save, unknownSince),
        state: 'pending',
        nextAttemptAt: now + backoff(RETRY_SCHEDULE, save.attempts, random),
      };
    case 'unknown': {
      if (context.isEverybodys) return uncounted(withUnknownOutcome(save, unknownSince));
      const undecided = save.undecided + 1;
      const waiting = { ...withUnknownOutcome(save, unknownSince), undecided };
      if (undecided >= UNDECIDED_LIMIT) return held(waiting, 'undecidable', now);
      return {
        ...waiting,
        state: 'pending',
        nextAttemptAt: now + backoff(RETRY_SCHEDULE, undecided, random),
      };
    }
    case 'unreachable':
      return {
        ...(outcome.mayHaveArrived ? withUnknownOutcome(save, unknownSince) : save),
        state: 'pending',
        nextAttemptAt: outcome.mayHaveArrived ? stepAside(save, context) : null,
      };
  }
}

/** True when an answer holds this save by what it says of it, unless everybody gets the same. */
export function wouldHold({ undecided }: Save, outcome: Outcome): boolean {
  if (outcome.class === 'unknown') return undecided + 1 >= UNDECIDED_LIMIT;
  return outcome.class === 'rejected';
}

/**
 * Closed by a manager (null), moved to another till, or corrected. The body stays for 30 days. `now`: null where
 * nobody knows what time it is.
 */
export function discard(save: Save, reason: HeldReason | null, now: number | null): Save {
  return { ...save, state: 'discarded', heldReason: reason, nextAttemptAt: null, settledAt: now };
}

/**
 * Puts a held or discarded save back into the queue as it is, under its own id. Only a manager's word
 * makes the outcome count as unknown anew; after a cashier's the time goes on until the save is stale.
 */
export function takeBack(save: Save, by: 'cashier' | 'manager'): Save {
  return {
    ...save,
    state: 'pending',
    heldReason: null,
    undecided: 0,
    firstUnknownAt: by === 'manager' ? null : save.firstUnknownAt,
    nextAttemptAt: null,
    settledAt: null,
  };
}

/**
 * Corrected once, and corrected no more: a person is asked again. Why it had been held is read from what
 * is known of it; where that says nothing, it takes the manager to send it.
 */
export function reopen(save: Save, now: number): Save {
  return held(save, reasonToReopen(save, now), now);
}

function reasonToReopen(save: Save, now: number): HeldReason {
  if (save.undecided >= UNDECIDED_LIMIT) return 'undecidable';
  if (isStale(save, now)) return 'stale';
  if (save.lastOutcome?.class === 'rejected') return 'rejected';
  return save.lastOutcome?.class === 'configuration' ? reasonOf(save.lastOutcome.code) : 'stale';
}

/**
 * A fault of the settings pauses the queue and holds nothing, unless it is this save's own. 27 is said for
 * faults of the gateway as well: it is tried as often as what cannot be decided, and never at once.
 */
function afterConfiguration(save: Save, code: string, context: SettleContext): Save {
  const { now, random, isOwnFault } = context;
  const isSession = code === INVALID_SESSION;
  const undecided = isSession && isOwnFault ? save.undecided + 1 : save.undecided;
  if (isOwnFault && (!isSession || undecided >= UNDECIDED_LIMIT)) {
    return held(save, reasonOf(code), now);
  }
  if (!isSession) return uncounted(save);
  const wait = backoff(RETRY_SCHEDULE, undecided, random);
  return { ...uncounted(save), undecided, nextAttemptAt: now + wait };
}

function reasonOf(code: string): HeldReason {
  return code === INVALID_SIGN ? 'sign' : 'configuration';
}

function held(save: Save, heldReason: HeldReason, now: number): Save {
  return { ...save, state: 'held', heldReason, nextAttemptAt: null, settledAt: now };
}

/** The gateway did not look at the save itself: the send does not count as an attempt. */
function uncounted(save: Save): Save {
  return {
    ...save,
    state: 'pending',
    attempts: Math.max(0, save.attempts - 1),
    nextAttemptAt: null,
  };
}

/**
 * The outcome is unknown since a call at `since` (ms since 1970), or for longer. An older date that lies ahead of it
 * is a wrong clock's, and of a call that the gateway refused for its timestamp: it must not make this one younger.
 */
function withUnknownOutcome(save: Save, since: number): Save {
  return { ...save, firstUnknownAt: Math.min(save.firstUnknownAt ?? since, since) };
}

/**
 * A gateway that is silent to one save may answer another (a body that it chokes on): after every third
 * try the save lets others probe for a while. Not sooner: each save that probes may have arrived.
 */
function stepAside(save: Save, { now, random }: SettleContext): number | null {
  return save.attempts % 3 === 0 ? now + backoff(RETRY_SCHEDULE, save.attempts, random) : null;
}

/** Without the gateway's own words. Which field it complains of is read from them before they are sealed. */
export function toRecord(outcome: OutcomeRecord & GatewayWords): OutcomeRecord {
  const { class: kind, code, subCode } = outcome;
  return { class: kind, code, subCode, field: isRefusal(kind) ? wrongField(outcome) : null };
}

function isRefusal(kind: OutcomeRecord['class']): boolean {
  return kind === 'rejected' || kind === 'unknown';
}
