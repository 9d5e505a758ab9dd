import type { Save } from '../../app/outbox/save.ts';
import {
  type Answer,
  type Decision,
  isMarked,
  isOverdue,
  redate,
  type Shown,
  sureDate,
} from './expectation.ts';
import { ModelSaves } from './modelSaves.ts';
import type { Belonging } from './places.ts';
import { WriteJudge, type WriteTimes } from './writeJudge.ts';

/** What a manager has closed can be requeued for so long (ms). */
const KEPT = 30 * 24 * 60 * 60_000;

/** A time is proved by a call that the gateway takes ten minutes to either side (ms). */
const CLOCK_TOLERANCE = 11 * 60_000;

/** A `Date` header has whole seconds, and an answer travels (ms). */
const TOLERANCE = 5_000;

/**
 * The small model: what every save must be, worked out from what went over the wire, what was answered, what
 * the manager decided and when the process died. It is told of every write that reaches the disk.
 */
export class Expectations extends ModelSaves {
  readonly #judge = new WriteJudge(this);

  /**
   * The cashier presses save. `keys`: the mobile and the outer id; `corrects`: a held save, or null; `now`: the
   * till's clock, ms since 1970.
   */
  intended(requestId: string, keys: readonly string[], corrects: string | null, now: number): void {
    this.belongings.made(requestId);
    this.keys.set(requestId, keys);
    this.madeAt.set(requestId, now);
    if (corrects !== null) this.corrections.made(requestId, corrects);
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
    for (const other of this.personOf(requestId)) {
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

  /** What was shown without a proof was no time of the gateway's: what it dated is as old as on the disk. */
  takenBack(shown: Shown): void {
    for (const save of this.saves.values()) {
      save.unknownSince = sureDate(save);
      save.unknownSinceSure = null;
      if (save.answer?.shown != null) save.answer.shown = shown;
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

  /** A write has reached the disk. When it began, the settings were of `settings`. */
  stored(written: Save, times: WriteTimes, settings: Belonging): void {
    this.#judge.stored(written, times, settings);
  }
}
