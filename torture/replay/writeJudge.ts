import type { HeldReason, Save } from '../../app/outbox/save.ts';
import { meet } from './away.ts';
import {
  type Answer,
  applyAnswer,
  type Expectation,
  expectNew,
  isMarked,
  isOverdue,
  redate,
  type Shown,
  sureDate,
  whyStale,
} from './expectation.ts';
import type { ModelSaves } from './modelSaves.ts';
import type { Belonging } from './places.ts';

/** What anybody may send again as it is, as long as the doubt is no older than a day. */
const CASHIERS: readonly HeldReason[] = ['rejected', 'undecidable', 'sign', 'configuration'];

/** A `Date` header has whole seconds, and an answer travels (ms). */
const TOLERANCE = 5_000;

/** The till adds its clocks up in another order than this, and has another last digit (ms). */
const FRACTION = 0.001;

/** When a write began and ended by the till's idea of the gateway's time (ms since 1970), and what passed in the world. */
export interface WriteTimes {
  begunAt: number;
  /** The same, no later than by the clock on the wall where nothing has proved it. */
  begunSure: number;
  /** The same by the steady clock of the process (ms). */
  begunSteady: number;
  /** The same where nothing has proved the time by then, and the PC has not slept since; else null. */
  undatedSteady: number | null;
  /** The clock on the wall less the steady one when it began (ms). */
  apart: number;
  /** What an answer has shown of the time since it began. */
  shown: Shown | null;
  endedAt: number;
  steady: number;
}

/** Judges every write that reaches the disk there, so that a wrong step is seen at once and not only at the end. */
export class WriteJudge {
  readonly #model: ModelSaves;

  constructor(model: ModelSaves) {
    this.#model = model;
  }

  /**
   * A write has reached the disk. When it began, the settings were of `settings`.
   */
  stored(written: Save, times: WriteTimes, settings: Belonging): void {
    const { begunAt, begunSteady, endedAt, steady } = times;
    const { requestId, state } = written;
    this.#model.highest = Math.max(this.#model.highest, written.sequence);
    const arrival = this.#model.away.take(requestId, begunAt);
    if (arrival !== null) this.#model.everAway.add(requestId);
    const fitted = this.#model.belongings.mayGo(requestId, settings);
    const save = this.#model.saves.get(requestId) ?? expectNew(requestId);
    if (!this.#model.saves.has(requestId)) {
      this.#model.saves.set(requestId, save);
      if (arrival !== null)
        this.#model.line.insert(
          requestId,
          arrival.madeAt,
          this.#model.corrections.originalOf(requestId),
        );
      else this.#model.line.add(requestId, this.#model.madeAt.get(requestId) ?? 0);
      if (arrival === null) {
        if (state !== 'pending')
          this.#model.broken.push(`${requestId} comes to the disk as ${state}`);
        return;
      }
    }
    let isGivenBack = false;
    let shownSince: Shown | null = null;
    const leaving = this.#model.away.leaves(save);
    if (arrival !== null) {
      Object.assign(save, arrival.is);
      meet(save, this.#model.personOf(requestId));
      this.#judgeArrival(save, written);
      // A manager has closed it here: he decides again, unless a correction says the same better.
      if (arrival.isDecided && this.#model.corrections.of(save).length === 0) {
        save.state = 'held';
        save.heldReason = 'late-import';
      }
      if (state === 'discarded' && save.state === 'held') this.#close(save, written);
    } else if (leaving !== null && state === save.state) {
      Object.assign(save, leaving);
    } else if (save.answer !== null) {
      // What was shown while it was on its way is known in memory, and not on the disk.
      const { shown } = save.answer;
      if (shown !== null && shown.steady > begunSteady) shownSince = shown;
      const answer = { ...save.answer, shown: shownSince === null ? shown : null };
      applyAnswer(save, this.#asOfACorrected(save, answer, written));
      if (state === 'discarded' && save.state === 'held') this.#close(save, written);
    } else if (state === 'sending' && (save.state === 'pending' || isMarked(save))) {
      save.state = 'sending';
      save.markedAt = begunAt;
      // It may not leave any more, so that it waits on: only the disk does not know that yet.
      isGivenBack = isOverdue(save, endedAt, FRACTION);
      if (isGivenBack) save.unknownSince = Math.min(save.unknownSince ?? begunAt, begunAt);
    } else if (
      state === 'pending' &&
      isForOtherApp(save) &&
      fitted &&
      save.asked[0] === 'send again'
    ) {
      // The settings fit again: it goes by itself, while a cashier's press about it is just being refused.
      this.#goOn(save, settings, fitted);
    } else if (state === 'pending' && save.state === 'held' && save.asked[0] === 'send again') {
      this.#sendAgain(save);
    } else if (isForOtherApp(written) && !fitted && save.state === 'pending') {
      save.state = 'held';
      save.heldReason = 'other-app';
    } else if (state === 'pending' && isForOtherApp(save) && save.asked[0] !== 'requeue') {
      this.#goOn(save, settings, fitted);
    } else if (written.heldReason === 'stale' && state === 'held' && isForOtherApp(save)) {
      this.#holdPassed(save, settings, fitted);
    } else if (state === 'discarded') {
      // Held for its app, and at once closed because its correction says the same better.
      if (!fitted && save.state === 'pending' && written.closedReason === 'corrected') {
        save.state = 'held';
        save.heldReason = 'other-app';
      }
      if (isOverdue(save, begunAt, -TOLERANCE) && written.closedReason === 'corrected') {
        this.#holdStale(save, written);
      }
      this.#close(save, written);
    } else if (state === 'held' && this.#losesItsCorrection(save)) {
      this.#reopen(save, written, begunAt);
    } else if (save.asked[0] === 'requeue' && state === 'pending') {
      if (save.state === 'held' && !fitted) this.#model.letGo(save, settings);
      requeue(save, times);
      if (times.undatedSteady !== null) shownSince = times.shown;
      this.#model.everRequeued.add(requestId);
    } else if (isOverdue(save, begunAt, -TOLERANCE)) {
      this.#holdStale(save, written);
    }
    save.unknownSinceOnDisk = sureDate(save);
    if (save.unknownSince === null) save.unknownSinceSure = null;
    if (shownSince !== null) redate(save, shownSince);
    save.settledAt = written.settledAt;
    const isClosed = save.state === 'discarded' && !save.isCorrected && !save.isMoved;
    save.closedAt = isClosed ? (save.closedAt ?? steady) : null;
    if (save.state === 'held' || save.state === 'discarded' || save.state === 'accepted') {
      save.isQueued = false;
    }
    const isAsStored = state === save.state;
    if (isGivenBack) save.state = 'pending';
    if (!isAsStored)
      this.#model.broken.push(`${requestId} is stored as ${state}, not as ${save.state}`);
    if (state === 'held' && written.heldReason !== save.heldReason) {
      this.#model.broken.push(
        `${requestId} is held as ${written.heldReason}, not as ${save.heldReason}`,
      );
    }
  }

  /** Back into the queue: the settings fit again, or the manager lets it go on under them. */
  #goOn(save: Expectation, settings: Belonging, fitted: boolean): void {
    if (!fitted && !(save.asked.includes('go on') && this.#model.letGo(save, settings))) return;
    // One that was accepted, and has a key in common, is known at the till to be of the same person.
    const isKnown = (other: Expectation) =>
      other.state === 'accepted' && this.#model.isLike(save, other);
    if (this.#model.laterOf(save).some(isKnown))
      this.#model.broken.push(`${save.requestId} was passed and goes`);
    save.state = 'pending';
    save.heldReason = null;
    if (fitted) save.isQueued = true;
  }

  /** The same where a later save of the person has left meanwhile, or may have. */
  #holdPassed(save: Expectation, settings: Belonging, fitted: boolean): void {
    if (!this.#model.laterOf(save).some(mayHaveLeft) && !this.#model.isAnyForgotten) return;
    if (!fitted && !(save.asked.includes('go on') && this.#model.letGo(save, settings))) return;
    save.heldReason = 'stale';
  }

  /** By a cashier's word, who makes no doubt younger. */
  #sendAgain(save: Expectation): void {
    const { requestId, heldReason } = save;
    if (heldReason === null || !CASHIERS.includes(heldReason))
      this.#model.broken.push(`${requestId} is sent again by a cashier, held as ${heldReason}`);
    save.state = 'pending';
    save.heldReason = null;
    save.undecidable = 0;
  }

  #holdStale(save: Expectation, { heldReason }: Save): void {
    if (save.state !== 'pending') return;
    save.state = 'held';
    save.heldReason = whyStale(save, heldReason, TOLERANCE);
  }

  /**
   * What a correction says better is not sent after it; where that has gone elsewhere, or a later save of the person has
   * left from here, the manager decides.
   */
  #judgeArrival(save: Expectation, written: Save): void {
    if (save.state !== 'pending') return;
    if (this.#model.corrections.of(save).length > 0) save.state = 'held';
    else if (this.#model.corrections.areAway(save) || this.#isPassed(save, written)) {
      save.state = 'held';
      save.heldReason = 'late-import';
    }
  }

  #isPassed(save: Expectation, { state }: Save): boolean {
    const later = this.#model.laterOf(save).filter((other) => !this.#model.away.comesAlong(other));
    if (later.some((other) => other.state === 'accepted' && this.#model.isLike(save, other)))
      return true;
    if (state !== 'held') return false;
    // Nothing but clocks may say which of somebody's was made first; and who is forgotten the till may know better.
    return this.#model.isBeside(save.requestId) || this.#model.isAnyForgotten;
  }

  /** By the manager's word, or because its correction is on disk; and it says which of the two. */
  #close(save: Expectation, { closedReason }: Save): void {
    const isMove = closedReason === 'moved';
    const isAsked = save.asked[0] === (isMove ? 'move' : 'discard') && save.state !== 'sending';
    const hasCorrection = this.#model.corrections.of(save).length > 0;
    const isReplaced = hasCorrection && (save.state === 'held' || save.state === 'discarded');
    if (isAsked || isReplaced) save.state = 'discarded';
    save.isCorrected = closedReason === 'corrected';
    save.isMoved = isMove;
    if (isMove) {
      this.#model.everAway.add(save.requestId);
      this.#judgeGoing(save);
    }
    if (save.isCorrected && !hasCorrection) {
      this.#model.broken.push(`${save.requestId} is closed as corrected without a correction`);
    }
  }

  /** The other till sends a person's saves from the first on: none that comes later may then still go from here. */
  #judgeGoing(save: Expectation): void {
    for (const later of this.#model.laterOf(save)) {
      const isHere = later.state === 'pending' || later.state === 'held';
      if (isHere && later.asked[0] === 'move')
        this.#model.broken.push(
          `${save.requestId} is closed while ${later.requestId} may go from here`,
        );
    }
  }

  /** Nothing says the same better any more: somebody is asked again, for the reason of the first time. */
  #reopen(save: Expectation, { heldReason }: Save, now: number): void {
    save.state = 'held';
    save.isCorrected = false;
    // Closed while it waited, or grown old meanwhile: then there is no reason to go back to.
    const isStale = heldReason === 'stale' || heldReason === 'busy';
    const isOld = isStale && isOverdue(save, now, -TOLERANCE);
    const isForgotten = save.heldReason === null || save.heldReason === 'late-import';
    const isAway = save.heldReason === 'other-app' && heldReason !== 'other-app';
    if (isForgotten || isOld || isAway) save.heldReason = heldReason;
  }

  /** A manager is just discarding the last correction that stands. A full disk may have kept it held there. */
  #losesItsCorrection(save: Expectation): boolean {
    const corrections = this.#model.corrections.of(save);
    const isClosed = save.isCorrected || save.state === 'held';
    return isClosed && corrections.length === 1 && corrections[0]?.asked[0] === 'discard';
  }

  /**
   * What everybody is answered counts for a save all the same that a correction says better, as soon as it is known: perhaps
   * only once the answer was looked at.
   */
  #asOfACorrected(save: Expectation, answer: Answer, { state, undecided }: Save): Answer {
    const isCounted = state !== 'pending' || undecided > save.undecidable;
    const isCorrected = this.#model.corrections.of(save).length > 0;
    return isCounted && isCorrected ? { ...answer, isEverybodys: false } : answer;
  }
}

function isForOtherApp({ state, heldReason }: Pick<Save, 'state' | 'heldReason'>): boolean {
  return state === 'held' && heldReason === 'other-app';
}

function requeue(save: Expectation, times: WriteTimes): void {
  const { begunAt, begunSure, undatedSteady, apart } = times;
  const mayHaveTakenEffect = save.unknownSince !== null || save.isMoved;
  save.state = 'pending';
  save.heldReason = null;
  save.isCorrected = false;
  save.isMoved = false;
  save.undecidable = 0;
  // Somebody has looked at it: its age counts anew from then on.
  // What was shown without a proof dates it in memory, where the PC has not slept since, and makes it no younger on the disk.
  const date = undatedSteady === null ? begunSure : begunAt;
  save.unknownSince = mayHaveTakenEffect ? date : null;
  save.unknownSinceSure = mayHaveTakenEffect && undatedSteady !== null ? begunSure : null;
  save.unknownSinceBefore = null;
  save.unknownSinceSteady = mayHaveTakenEffect ? undatedSteady : null;
  save.unknownSinceApart = apart;
  save.unknownSinceFirst = begunAt;
}

function mayHaveLeft({ isSent, unknownSince }: Expectation): boolean {
  return isSent || unknownSince !== null;
}
