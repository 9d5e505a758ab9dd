import type { Outcome } from '../gateway/outcome.ts';
import { sooner } from './sooner.ts';

/** No appointment is further away (ms): after that the till asks again, and a slip of the gateway's costs no more. */
const LONGEST_MS = 5 * 60_000;

/** Who is refused with less than this to wait (ms) may be made to ask without end: so often it is done as told. */
const SHORT_MS = 1_000;
const SHORT_AT_MOST = 3;

/** Nobody who was refused asks again sooner (ms). */
const LEAST_MS = 100;

/** From then on these waits (ms) get twice as long each time, up to this. */
const LONGEST_OF_SHORT_MS = 60_000;

/**
 * What the header `Tillside-Next` says: ms until the next call of the backlog is welcome, five minutes at the most. Null
 * where it says nothing that a relay would.
 */
export function readNext(header: string): number | null {
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(header)) return null;
  return Math.min(Math.ceil(Number(header) * 1_000), LONGEST_MS);
}

/**
 * What the gateway has agreed with this till, where it is a relay: when the backlog's next call is welcome. A save at the
 * counter never waits for it. Times are ms of a monotonic clock.
 */
export class Appointments {
  #isRelay = false;
  /** From when on how many calls of the backlog may go; null where nothing is agreed. */
  #agreed: { from: number; calls: number } | null = null;
  /** When the call left that has kept the last appointment. */
  #keptAt = Number.NEGATIVE_INFINITY;
  /** When the latest refusal came that counts for itself. */
  #refusedAt = Number.NEGATIVE_INFINITY;
  #shortRefusals = 0;

  /** The gateway has shown that it gives appointments. */
  get isRelay(): boolean {
    return this.#isRelay;
  }

  /** How many saves of the backlog may be sent now, or null where the till's own pace says it. */
  allowance(now: number): number | null {
    if (this.#agreed === null) return null;
    return now < this.#agreed.from ? 0 : this.#agreed.calls;
  }

  /** Ms until the backlog may send its next save; null where an answer has to come first, or nothing is agreed. */
  wait(now: number): number | null {
    if (this.#agreed === null || this.#agreed.calls === 0) return null;
    return Math.max(0, this.#agreed.from - now);
  }

  /** A call of the backlog leaves. */
  began(now: number): void {
    if (this.#agreed === null || !Number.isFinite(this.#agreed.calls)) return;
    this.#agreed = { ...this.#agreed, calls: Math.max(0, this.#agreed.calls - 1) };
    this.#keptAt = now;
  }

  /**
   * What came back for a call that left at `startedAt`, and what `readNext` read of it. Gives the ms after which the save
   * of that call may go again where it was put off, otherwise null: then a quota is a ban.
   */
  answered(outcome: Outcome, startedAt: number, now: number, next: number | null): number | null {
    if (next === null || outcome.class === 'unreachable') {
      // Whoever bans, or is not there, may be the relay all the same.
      if (outcome.class !== 'quota' && outcome.class !== 'unreachable') this.#isRelay = false;
      this.#agreed = null;
      return null;
    }
    this.#isRelay = true;
    const isRefused = outcome.class === 'quota';
    const wait = isRefused ? this.#afterRefusal(startedAt, now, next) : next;
    if (!isRefused) this.#shortRefusals = 0;
    // What was said before the appointment was kept is about that one.
    if (isRefused || startedAt >= this.#keptAt) {
      this.#agreed = { from: now + wait, calls: wait === 0 ? Number.POSITIVE_INFINITY : 1 };
    }
    return isRefused ? wait : null;
  }

  /**
   * All that can come of a call that left at `startedAt` has come. Where no answer was for this gateway (none came, or
   * the settings are others by now), nothing is agreed: no other call would bring what is waited for.
   */
  ended(startedAt: number): void {
    if (this.#agreed?.calls === 0 && startedAt >= this.#keptAt) this.#agreed = null;
  }

  /** The PC has slept: what is waited for comes as much sooner. */
  slept(now: number, lasted: number): void {
    if (this.#agreed === null) return;
    this.#agreed = { ...this.#agreed, from: sooner(this.#agreed.from, now, lasted) };
  }

  /** Another gateway or key, which has agreed nothing. */
  forget(): void {
    this.#isRelay = false;
    this.#agreed = null;
    this.#shortRefusals = 0;
  }

  #afterRefusal(startedAt: number, now: number, next: number): number {
    // Refusals of calls that were under way together are one; the first of them is it, or a chain of them would be none.
    const isNew = startedAt > this.#refusedAt;
    if (isNew) this.#refusedAt = now;
    if (next >= SHORT_MS) return next;
    if (isNew) this.#shortRefusals += 1;
    const more = this.#shortRefusals - SHORT_AT_MOST;
    const least = more > 0 ? Math.min(SHORT_MS * 2 ** (more - 1), LONGEST_OF_SHORT_MS) : LEAST_MS;
    return Math.max(next, least);
  }
}
