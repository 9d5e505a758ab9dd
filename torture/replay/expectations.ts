import type { HeldReason, Save } from '../../app/outbox/save.ts';
import { Away, meet } from './away.ts';
import { Belongings } from './belongings.ts';
import { ModelCorrections } from './corrections.ts';
import {
  type Answer,
  applyAnswer,
  type Decision,
  type Expectation,
  expectNew,
  isOverdue,
  redate,
  type Shown,
  sureDate,
  whyStale,
} from './expectation.ts';
import { Line } from './line.ts';
import { personOf } from './people.ts';
import type { Belonging } from './places.ts';

/** What a manager has closed can be requeued for so long (ms). */
const KEPT = 30 * 24 * 60 * 60_000;

/** A time is proved by a call that the gateway takes ten minutes to either side (ms). */
const CLOCK_TOLERANCE = 11 * 60_000;

/** What anybody may send again as it is, as long as the doubt is no older than a day. */
const CASHIERS: readonly HeldReason[] = ['rejected', 'undecidable', 'sign', 'configuration'];

/** A `Date` header has whole seconds, and an answer travels (ms). */
const TOLERANCE = 5_000;

/** When a write began and ended by the till's idea of the gateway's time (ms since 1970), and what passed in the world. */
export interface WriteTimes {
  begunAt: number;
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

/**
 * The small model: what every save must be, worked out from what went over the wire, what was answered, what
 * the manager decided and when the process died. It is told of every write that reaches the disk and
 * judges it there, so that a wrong step is seen at once and not only at the end.
 */
export class Expectations {
  readonly saves = new Map<string, Expectation>();
  /** What a manager has ever requeued, also when the till has forgotten it since. */
  readonly everRequeued = new Set<string>();
  readonly belongings = new Belongings();
  /** Promises that did not hold; empty when all is well. */
  readonly broken: string[] = [];
  /** What is on the disk, in the order in which it has to leave. */
  readonly line = new Line();
  readonly #corrections = new ModelCorrections(this.saves, this.line);
  /** What is in files. */
  readonly away = new Away(this.saves, this.line, this.belongings, this.#corrections);
  readonly #keys = new Map<string, readonly string[]>();
  readonly #madeAt = new Map<string, number>();
  /** The highest slip number that has ever come to the disk. */
  #highest = 0;

  /**
   * The cashier presses save. `keys`: the mobile and the outer id; `corrects`: a held save, or null; `now`: the
   * till's clock, ms since 1970.
   */
  intended(requestId: string, keys: readonly string[], corrects: string | null, now: number): void {
    this.belongings.made(requestId);
    this.#keys.set(requestId, keys);
    this.#madeAt.set(requestId, now);
    if (corrects !== null) this.#corrections.made(requestId, corrects);
  }

  keysOf(requestId: string): readonly string[] {
    return this.#keys.get(requestId) ?? [];
  }

  /** The till says "saved". */
  acknowledged(requestId: string): void {
    const save = this.get(requestId);
    save.isAcknowledged = true;
    save.isQueued = true;
  }

  /** A call is made with the account of these settings. */
  goes(requestId: string, settings: Belonging): void {
    if (!this.belongings.mayGo(requestId, settings)) this.broken.push(`${requestId} goes astray`);
  }

  /** The outbox begins to mark a save: it has chosen it. `now`: the till's idea of the gateway's time. */
  chosen(requestId: string, now: number): void {
    const save = this.get(requestId);
    // Marked once more, because the time was shown to be another one meanwhile: chosen it was before.
    if (isMarked(save)) return;
    if (save.state !== 'pending') this.broken.push(`${requestId} is chosen while ${save.state}`);
    save.isSent = true;
    save.hasLeft = false;
    if (isOverdue(save, now, TOLERANCE)) this.broken.push(`${requestId} is stale and chosen`);
    this.goes(requestId, this.belongings.settings);
    for (const other of this.#personOf(requestId)) {
      if (other === save) continue;
      const isEarlier = this.line.isEarlier(other.requestId, requestId);
      const waits = other.state === 'pending' && other.isQueued;
      if (other.state === 'sending' || (waits && isEarlier)) {
        this.broken.push(`${requestId} is chosen before ${other.requestId} of the same person`);
      }
      if (isEarlier && !waits) save.passed.add(other.requestId);
    }
  }

  /** A call leaves the till. */
  left(requestId: string): void {
    const save = this.get(requestId);
    save.hasLeft = true;
    if (save.state !== 'sending')
      this.broken.push(`${requestId} leaves while ${save.state} on disk`);
  }

  /** An answer, or the end of waiting for one, comes to the till. */
  answered(requestId: string, answer: Answer): void {
    this.get(requestId).answer = answer;
  }

  asked(requestId: string, decision: Decision): void {
    this.get(requestId).asked.push(decision);
  }

  /** The manager's first word is done, or could not be. */
  decided(requestId: string): void {
    this.get(requestId).asked.shift();
  }

  /** The manager's word about all of one app is done, or could not be. */
  goneOn(requestId: string): void {
    const save = this.saves.get(requestId);
    if (save === undefined) return;
    const at = save.asked.indexOf('go on');
    if (at >= 0) save.asked.splice(at, 1);
    if (save.state === 'pending') save.isQueued = true;
  }

  requeued(requestId: string): void {
    this.get(requestId).isQueued = true;
  }

  /**
   * A write has reached the disk. When it began, the settings were of `settings`.
   */
  stored(written: Save, times: WriteTimes, settings: Belonging): void {
    const { begunAt, begunSteady, endedAt, steady } = times;
    const { requestId, state } = written;
    this.#highest = Math.max(this.#highest, written.sequence);
    const arrival = this.away.take(requestId, begunAt);
    const fitted = this.belongings.mayGo(requestId, settings);
    const save = this.saves.get(requestId) ?? expectNew(requestId);
    if (!this.saves.has(requestId)) {
      this.saves.set(requestId, save);
      if (arrival !== null)
        this.line.insert(requestId, arrival.madeAt, this.#corrections.originalOf(requestId));
      else this.line.add(requestId, this.#madeAt.get(requestId) ?? 0);
      if (arrival === null) {
        if (state !== 'pending') this.broken.push(`${requestId} comes to the disk as ${state}`);
        return;
      }
    }
    let isGivenBack = false;
    let shownSince: Shown | null = null;
    const leaving = this.away.leaves(save);
    if (arrival !== null) {
      Object.assign(save, arrival.is);
      meet(save, this.#personOf(requestId));
      this.#judgeArrival(save, written);
      if (state === 'discarded' && save.state === 'held') this.#close(save, written);
    } else if (leaving !== null && state === save.state) {
      Object.assign(save, leaving);
    } else if (save.answer !== null) {
      // What was shown while it was on its way is known in memory, and not on the disk.
      const { shown } = save.answer;
      if (shown !== null && shown.steady > begunSteady) shownSince = shown;
      const answer = { ...save.answer, shown: shownSince === null ? shown : null };
      applyAnswer(save, this.#asOfACorrected(save, answer, state));
      if (state === 'discarded' && save.state === 'held') this.#close(save, written);
    } else if (state === 'sending' && (save.state === 'pending' || isMarked(save))) {
      save.state = 'sending';
      save.markedAt = begunAt;
      // It may not leave any more, so that it waits on: only the disk does not know that yet.
      isGivenBack = isOverdue(save, endedAt, 0);
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
      if (save.state === 'held' && !fitted) this.#letGo(save, settings);
      requeue(save, times);
      if (times.undatedSteady !== null) shownSince = times.shown;
      this.everRequeued.add(requestId);
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
    if (!isAsStored) this.broken.push(`${requestId} is stored as ${state}, not as ${save.state}`);
    if (state === 'held' && written.heldReason !== save.heldReason) {
      this.broken.push(`${requestId} is held as ${written.heldReason}, not as ${save.heldReason}`);
    }
  }

  /** A mark that was to take the place of an earlier one could not be stored: it waits on, and the disk has the earlier one. */
  notMarkedAnew(requestId: string): void {
    const save = this.get(requestId);
    if (save.state !== 'sending') return;
    save.state = 'pending';
    save.unknownSinceOnDisk = Math.min(sureDate(save) ?? save.markedAt, save.markedAt);
  }

  erased(requestId: string, steady: number): void {
    const { state, closedAt } = this.get(requestId);
    if (closedAt !== null && steady - closedAt < KEPT - CLOCK_TOLERANCE) {
      this.broken.push(`${requestId} is erased while the manager may still requeue it`);
    }
    if (state !== 'accepted' && state !== 'discarded')
      this.broken.push(`${requestId} is erased: ${state}`);
    this.saves.delete(requestId);
    this.line.remove(requestId);
  }

  /** An answer has shown the time: what was dated without it is dated anew. */
  timeIsKnown(shown: Shown): void {
    for (const save of this.saves.values()) {
      redate(save, shown);
      if (save.answer !== null) save.answer.shown = shown;
    }
  }

  /** The PC has slept since its clocks were no further apart than this (ms). */
  slept(apart = Number.POSITIVE_INFINITY): void {
    for (const save of this.saves.values()) {
      save.unknownSince = sureDate(save);
      save.unknownSinceSure = null;
      if (save.unknownSinceApart <= apart) save.unknownSinceSteady = null;
      const { answer } = save;
      if (answer !== null && answer.apart <= apart)
        save.answer = { ...answer, steadyAt: null, shown: null };
    }
  }

  /** The process starts again: all that it knows is on the disk. */
  restarted(): void {
    this.away.left();
    for (const save of this.saves.values()) {
      save.answer = null;
      save.asked.length = 0;
      save.unknownSinceSteady = null;
      save.unknownSinceSure = null;
      save.unknownSince = save.unknownSinceOnDisk;
      if (save.state === 'sending') {
        save.state = 'pending';
        save.unknownSince = Math.min(save.unknownSince ?? save.markedAt, save.markedAt);
        // The mark on disk says so as well, however often the process dies now.
        save.unknownSinceOnDisk = save.unknownSince;
      }
      save.isQueued = save.state === 'pending';
    }
  }

  /** Back into the queue: the settings fit again, or the manager lets it go on under them. */
  #goOn(save: Expectation, settings: Belonging, fitted: boolean): void {
    if (!fitted && !(save.asked.includes('go on') && this.#letGo(save, settings))) return;
    // One that was accepted, and has a key in common, is known at the till to be of the same person.
    const isKnown = (other: Expectation) => other.state === 'accepted' && this.#isLike(save, other);
    if (this.#laterOf(save).some(isKnown))
      this.broken.push(`${save.requestId} was passed and goes`);
    save.state = 'pending';
    save.heldReason = null;
    if (fitted) save.isQueued = true;
  }

  /** The same where a later save of the person has left meanwhile, or may have. */
  #holdPassed(save: Expectation, settings: Belonging, fitted: boolean): void {
    if (!this.#laterOf(save).some(mayHaveLeft) && !this.#isAnyForgotten) return;
    if (!fitted && !(save.asked.includes('go on') && this.#letGo(save, settings))) return;
    save.heldReason = 'stale';
  }

  #laterOf({ requestId }: Expectation): Expectation[] {
    const person = this.#personOf(requestId);
    return person.filter((other) => this.line.isEarlier(requestId, other.requestId));
  }

  #isLike(save: Expectation, other: Expectation): boolean {
    const keys = this.keysOf(other.requestId);
    return this.keysOf(save.requestId).some((key) => keys.includes(key));
  }

  /** By a cashier's word, who makes no doubt younger. */
  #sendAgain(save: Expectation): void {
    const { requestId, heldReason } = save;
    if (heldReason === null || !CASHIERS.includes(heldReason))
      this.broken.push(`${requestId} is sent again by a cashier, held as ${heldReason}`);
    save.state = 'pending';
    save.heldReason = null;
    save.undecidable = 0;
  }

  #letGo({ requestId }: Expectation, settings: Belonging): boolean {
    // As with what was requeued: somebody has decided that it may take effect once more.
    this.everRequeued.add(requestId);
    return this.belongings.letGo(requestId, settings);
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
    if (this.#corrections.of(save).length > 0) save.state = 'held';
    else if (this.#corrections.areAway(save) || this.#isPassed(save, written)) {
      save.state = 'held';
      save.heldReason = 'late-import';
    }
  }

  #isPassed(save: Expectation, { state }: Save): boolean {
    const later = this.#laterOf(save).filter((other) => !this.away.comesAlong(other));
    if (later.some((other) => other.state === 'accepted' && this.#isLike(save, other))) return true;
    // Whether anything has come of the others, and who is forgotten, the till may know better.
    return state === 'held' && (later.some(mayHaveLeft) || this.#isAnyForgotten);
  }

  get #isAnyForgotten(): boolean {
    return this.#highest > this.saves.size;
  }

  /** By the manager's word, or because its correction is on disk; and it says which of the two. */
  #close(save: Expectation, { closedReason }: Save): void {
    const isMove = closedReason === 'moved';
    const isAsked = save.asked[0] === (isMove ? 'move' : 'discard') && save.state !== 'sending';
    const hasCorrection = this.#corrections.of(save).length > 0;
    const isReplaced = hasCorrection && (save.state === 'held' || save.state === 'discarded');
    if (isAsked || isReplaced) save.state = 'discarded';
    save.isCorrected = closedReason === 'corrected';
    save.isMoved = isMove;
    if (save.isCorrected && !hasCorrection) {
      this.broken.push(`${save.requestId} is closed as corrected without a correction`);
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
    const corrections = this.#corrections.of(save);
    const isClosed = save.isCorrected || save.state === 'held';
    return isClosed && corrections.length === 1 && corrections[0]?.asked[0] === 'discard';
  }

  /** What everybody is answered closes a save all the same that a correction says better, as soon as it is known. */
  #asOfACorrected(save: Expectation, answer: Answer, written: Save['state']): Answer {
    const isClosed = written !== 'pending' && this.#corrections.of(save).length > 0;
    return isClosed ? { ...answer, isEverybodys: false } : answer;
  }

  #personOf(requestId: string): Expectation[] {
    const person = personOf(requestId, this.#keys, this.saves.keys());
    return [...this.saves.values()].filter((save) => person.has(save.requestId));
  }

  /** What is expected of a save that must be on disk. */
  get(requestId: string): Expectation {
    const save = this.saves.get(requestId);
    if (save !== undefined) return save;
    this.broken.push(`${requestId} is not on disk`);
    return expectNew(requestId);
  }
}

/** It is marked on the disk, and has not left. */
function isMarked({ state, hasLeft }: Expectation): boolean {
  return state === 'sending' && !hasLeft;
}

function mayHaveLeft({ isSent, unknownSince }: Expectation): boolean {
  return isSent || unknownSince !== null;
}

function isForOtherApp({ state, heldReason }: Pick<Save, 'state' | 'heldReason'>): boolean {
  return state === 'held' && heldReason === 'other-app';
}

function requeue(save: Expectation, { begunAt, undatedSteady, apart }: WriteTimes): void {
  const mayHaveTakenEffect = save.unknownSince !== null || save.isMoved;
  save.state = 'pending';
  save.heldReason = null;
  save.isCorrected = false;
  save.isMoved = false;
  save.undecidable = 0;
  // Somebody has looked at it: its age counts anew from then on.
  save.unknownSince = mayHaveTakenEffect ? begunAt : null;
  save.unknownSinceSure = null;
  save.unknownSinceBefore = null;
  save.unknownSinceSteady = mayHaveTakenEffect ? undatedSteady : null;
  save.unknownSinceApart = apart;
}
