import { type Randomness, RETRY_SCHEDULE } from '../backoff/backoff.ts';
import type { Outcome } from '../gateway/outcome.ts';
import type { WaitingSaves } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';
import type { Judgement } from '../outbox/transitions.ts';
import { Appointments } from './appointments.ts';
import { BusyStreak, isBusy } from './busyStreak.ts';
import type { CallSaid } from './callSaid.ts';
import { type Capacity, type Choice, chooseNext } from './chooseNext.ts';
import { advanceGate, capacityLeft, type GateEvent, isSignTrusted, UNPROVED } from './gate.ts';
import { type Gate, passesAt } from './gateKinds.ts';
import { HoldStreak } from './holdStreak.ts';
import { OddSaves } from './oddSaves.ts';
import { Pace } from './pace.ts';
import { SilentSaves } from './silentSaves.ts';

/** A save is the counter's own for this long (ms); then the customer has left and it is backlog. */
const FRESH_FOR_MS = 2 * 60_000;

/** Shorter than anything that a clock tells apart (ms). */
const A_MOMENT = 0.001;

/** The first call to a relay does not say whose it is; a save at the counter that is put off for it goes again after this (ms). */
const TOLD_AFTER_MS = 100;

/** No wait of one save is longer than this (ms); a due time further away is a clock that jumped. */
export const LONGEST_WAIT = RETRY_SCHEDULE.limitMilliseconds;

export interface ReplayPolicyOptions {
  random: Randomness;
  /** The till's place among all tills, 0 to 1, always the same for one till. */
  phase: number;
  /** Calls per minute that the chain grants this till, or null. */
  budget: () => number | null;
}

/**
 * Everything that decides when a save is sent, without a clock, a disk or a socket of its own: the loop
 * of a till and the simulation of ten thousand tills ask the same policy. Times are ms of a monotonic
 * clock.
 */
export class ReplayPolicy {
  readonly #options: ReplayPolicyOptions;
  /** Due times of saves that wait for their next attempt. */
  readonly #dueAt = new Map<number, number>();
  /** Saves that were made at the counter, and when. */
  readonly #fresh = new Map<number, number>();
  /** Saves of the backlog that were refused for a clock that is right by now, and since when. */
  readonly #corrected = new Map<number, number>();
  readonly #odd = new OddSaves();
  readonly #silent = new SilentSaves();
  readonly #streak = new HoldStreak();
  readonly #busy = new BusyStreak();
  #state = UNPROVED;
  #budget: number | null;
  #pace: Pace;
  readonly #appointments = new Appointments();
  /** Since when nothing has been answered, or null while the gateway answers. */
  #silentSince: number | null;

  /** `now`: the start of the till; `backlogAge`: of its oldest waiting save (ms, 0 without one). */
  constructor(options: ReplayPolicyOptions, now: number, backlogAge: number) {
    this.#options = options;
    this.#budget = options.budget();
    this.#pace = new Pace(this.#budget, options.phase);
    this.#silentSince = now - Math.max(0, backlogAge);
  }

  get gate(): Gate {
    return this.#state.gate;
  }

  /** The gateway has shown that it is a relay, which wants to know more of a call. */
  get isRelay(): boolean {
    return this.#appointments.isRelay;
  }

  /** What a relay is told of a save that is sent now. */
  said(save: Save, queue: WaitingSaves, now: number): CallSaid {
    const urgency = this.#isForCounter(save, queue, now) ? 'counter' : 'backlog';
    return { urgency, waiting: Math.max(0, queue.size - 1) };
  }

  /** At the start: what is on disk says whether everybody was being refused before, by the settings of now. */
  recall(saves: Iterable<Save>, isOfNow: (save: Save) => boolean): void {
    this.#streak.recall(saves, isOfNow);
  }

  /** A save was just made at the counter, or somebody has put it back into the queue: it waits for no time. */
  prioritize(save: Save, now: number): void {
    this.#dueAt.delete(save.sequence);
    this.#fresh.set(save.sequence, now);
    this.wake(now, false);
  }

  /** The world may have changed; `byHand`: somebody asked for it. */
  wake(now: number, byHand: boolean): void {
    this.#advance({ type: 'wake', now, byHand });
    if (byHand) this.#pace.hurry(now);
  }

  /** The PC has slept for `lasted` ms that the monotonic clock has not counted. */
  slept(now: number, lasted: number): void {
    this.#advance({ type: 'slept', now, lasted });
    this.#pace.slept(now, lasted);
    this.#appointments.slept(now, lasted);
  }

  /** `isOtherApp`: another key or another gateway, of whose quota nothing is known yet. */
  settingsChanged(now: number, isOtherApp: boolean): void {
    this.#advance({ type: 'settings-changed', now, isOtherApp });
    this.#odd.clear();
    this.#silent.clear();
    this.#streak.clear();
    this.#busy.clear();
    if (isOtherApp) this.#appointments.forget();
    const budget = this.#options.budget();
    if (!isOtherApp && budget === this.#budget) return;
    this.#budget = budget;
    this.#pace = new Pace(budget, this.#options.phase);
  }

  /**
   * What to send now, and the ms until something is due without an event (null: only an event helps). `isLeftAlone`: it is
   * not to be chosen now; `isStale`: nor again before an answer or somebody has decided about it.
   */
  next(
    queue: WaitingSaves,
    now: number,
    underWay: number,
    isLeftAlone: (save: Save) => boolean,
    isStale: (save: Save) => boolean = () => false,
  ): Choice {
    const { gate } = this.#state;
    const all = capacityLeft(gate, now, underWay);
    if (all === 0) {
      const mayWait = gate.kind !== 'passing' && underWay === 0 && queue.size > 0;
      return { ready: [], nextDueIn: mayWait ? passesAt(gate) - now : null };
    }
    // A probe of a silent gateway is no part of any pace: as a rule it arrives nowhere.
    const isProbe = gate.kind === 'unreachable' || gate.kind === 'paused';
    const agreed = this.#appointments.allowance(now);
    const backlog = isProbe ? all : (agreed ?? this.#pace.allowance(now));
    const dueIn = (save: Save) =>
      isLeftAlone(save) || isStale(save)
        ? LONGEST_WAIT
        : (this.#dueAt.get(save.sequence) ?? now) - now;
    const capacity = { all, backlog };
    const fresh = this.#freshFirst(now);
    // Tried again at once, whoever's turn it is; but a relay says itself when, and nobody stands at the counter for it.
    if (agreed === null) fresh.push(...newestFirst(this.#corrected, now));
    const choice =
      gate.kind === 'unreachable'
        ? this.#silent.nextProbe(queue, fresh, dueIn, this.#state.stops.passedSince, isStale)
        : gate.kind === 'paused'
          ? this.#nextProbe(queue, fresh, dueIn, capacity, isStale)
          : chooseNext(queue, fresh, dueIn, capacity);
    const isPaced = choice.ready.length < all && backlog < all;
    // Nothing was chosen although the pace allowed it: something else is waited for.
    if (backlog > 0 && choice.ready.length === 0) return choice;
    if (!isPaced || queue.size <= underWay + choice.ready.length) return choice;
    const wait = agreed === null ? this.#pace.wait(now) : this.#appointments.wait(now);
    if (wait === null) return choice;
    return { ...choice, nextDueIn: Math.min(wait, choice.nextDueIn ?? wait) };
  }

  /**
   * A save is about to be sent, of the backlog unless it is one of the counter's. Gives the moment by which the answer is judged: after the settings that it is
   * signed with, also when they changed in the very same moment.
   */
  began(now: number, urgency: CallSaid['urgency'] = 'backlog'): number {
    this.#pace.spend(now);
    if (urgency === 'backlog') this.#appointments.began(now);
    return Math.max(now, this.#state.settingsSince + A_MOMENT);
  }

  /**
   * What came back for a call that left at `startedAt`, and whose fault it is. `next`: what a relay has said of the
   * next call of the backlog (ms), null where nothing was.
   */
  answered(
    save: Save,
    outcome: Outcome,
    startedAt: number,
    now: number,
    next: number | null = null,
  ): Judgement {
    // By a gateway of before it is said of a queue of before.
    const isOfNow = startedAt > this.#state.settingsSince;
    const wasRelay = this.isRelay;
    const agreed = isOfNow ? this.#appointments.answered(outcome, startedAt, now, next) : null;
    // The relay could not know that a customer waits: now it can be told.
    const isUntold = agreed !== null && !wasRelay && this.#fresh.has(save.sequence);
    const putOff = isUntold ? TOLD_AFTER_MS : agreed;
    const judgement = { ...this.#judge(save, outcome, startedAt), putOff };
    const before = this.#state.gate;
    this.#advance({ type: 'outcome', outcome, startedAt, now, ...judgement });
    if (putOff === null) this.#learn(save, outcome, startedAt, now, judgement);
    const { gate } = this.#state;
    // The gateway looks at the clock before it counts.
    const isUncounted =
      outcome.class === 'unreachable' || outcome.class === 'clock' || putOff !== null;
    if (isUncounted) this.#pace.refund();
    else if (outcome.class !== 'quota') this.#pace.passed(now);
    else if (before.kind !== 'banned' || startedAt >= before.until) {
      this.#pace.banned(now, gate.kind === 'banned' ? gate.until : now);
    }
    if (gate.kind === 'unreachable' || gate.kind === 'paused') {
      this.#silentSince ??= now;
    } else if (this.#silentSince !== null) {
      this.#pace.spread(now, now - this.#silentSince);
      this.#silentSince = null;
    }
    return judgement;
  }

  /** What `began` at `startedAt` is over, whether it was answered or has not even left. */
  ended(startedAt: number): void {
    this.#appointments.ended(startedAt);
  }

  /** A save is stored as it will be now; `wait`: ms until it may be sent again, null for at once. */
  settled(save: Save, wait: number | null, now: number): void {
    if (save.state !== 'pending') {
      this.#fresh.delete(save.sequence);
      this.#corrected.delete(save.sequence);
      this.#odd.left(save.sequence);
      this.#silent.left(save.sequence);
    }
    // The clock is right now.
    else if (save.lastOutcome?.class === 'clock') {
      const isFresh = this.#fresh.has(save.sequence);
      (isFresh ? this.#fresh : this.#corrected).set(save.sequence, now);
    }
    if (wait === null || wait > LONGEST_WAIT) this.#dueAt.delete(save.sequence);
    else this.#dueAt.set(save.sequence, now + wait);
  }

  #judge(save: Save, outcome: Outcome, startedAt: number): Judgement {
    const isOfNow = startedAt > this.#state.settingsSince;
    const isOwnFault =
      (outcome.class === 'configuration' &&
        isOfNow &&
        ((outcome.atFirst === 'blame-save' && isSignTrusted(this.#state, startedAt)) ||
          this.#odd.isOdd(save.sequence))) ||
      this.#silent.isOwn(save.sequence, outcome, this.#state.answeredSince);
    const isHeldFrom = this.#streak.met(save, outcome);
    // Nor does it open anything to call itself busy, where it refuses everybody else.
    const isBusyFor =
      this.#busy.met(save, outcome) || (isBusy(outcome) && this.#streak.isEverybodys);
    return { isOwnFault, isEverybodys: isHeldFrom || isBusyFor };
  }

  /** What an answer to one save says of the others. */
  #learn(
    { sequence }: Save,
    outcome: Outcome,
    startedAt: number,
    now: number,
    { isOwnFault, isEverybodys }: Judgement,
  ): void {
    this.#silent.met(sequence, outcome, startedAt);
    if (outcome.class === 'accepted') this.#streak.clear();
    if (isEverybodys) this.#odd.probed(sequence);
    else if (outcome.class === 'accepted' || outcome.class === 'rejected') {
      this.#odd.passed(sequence, startedAt);
    } else if (outcome.class === 'configuration' && startedAt > this.#state.settingsSince) {
      if (!isOwnFault) this.#odd.met(sequence, now);
      // Tried again before it is held, whoever passes meanwhile.
      else if (outcome.atFirst !== 'ask-again') this.#odd.held(sequence);
    }
  }

  /**
   * A paused queue asks with one person's save after the other: what one is answered says nothing of the next. What
   * everybody is answered may leave each in doubt who asks, like a silence, so it is asked about as sparingly.
   */
  #nextProbe(
    queue: WaitingSaves,
    fresh: readonly number[],
    dueIn: (save: Save) => number,
    capacity: Capacity,
    isStale: (save: Save) => boolean,
  ): Choice {
    const { isDoubtful, passedSince } = this.#state.stops;
    const choose = (wait: (save: Save) => number) =>
      isDoubtful
        ? this.#silent.nextProbe(queue, fresh, wait, passedSince, isStale)
        : chooseNext(queue, fresh, wait, capacity);
    const inTurn = (save: Save) =>
      this.#odd.hasProbed(save.sequence) ? LONGEST_WAIT : dueIn(save);
    const choice = choose(inTurn);
    if (choice.ready.length > 0) return choice;
    this.#odd.startRound();
    return choose(dueIn);
  }

  /** It is the save of a customer at the counter, or goes in its place. */
  #isForCounter(save: Save, queue: WaitingSaves, now: number): boolean {
    return this.#freshFirst(now).some((sequence) => {
      const fresh = queue.get(sequence);
      return fresh !== undefined && queue.firstOf(fresh).sequence === save.sequence;
    });
  }

  /** Newest first: the customer of the last save is still at the counter. */
  #freshFirst(now: number): number[] {
    return newestFirst(this.#fresh, now);
  }

  #advance(event: GateEvent): void {
    this.#state = advanceGate(this.#state, event, this.#options.random);
  }
}

/** Those that are not older than what is fresh; the others are forgotten. */
function newestFirst(sinceOf: Map<number, number>, now: number): number[] {
  for (const [sequence, since] of sinceOf) {
    if (now - since <= FRESH_FOR_MS) break;
    sinceOf.delete(sequence);
  }
  return [...sinceOf.keys()].reverse();
}
