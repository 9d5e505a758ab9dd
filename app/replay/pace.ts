import { RecentCount } from './recentCount.ts';
import { sooner } from './sooner.ts';

const MINUTE = 60_000;

/**
 * Of a rate that is known to be permitted nearly all is used: calls bunch up on their way. A till that may
 * make only a few calls a minute is one of many, and the calls of many bunch up more.
 */
function usedOf(ceiling: number): number {
  return 0.97 - 0.03 * Math.min(1, 5 / ceiling);
}

/** What may go at once after a moment without calls: this much time's worth (ms), at least one call. */
const BURST = 1_000;

/** From half of the ceiling back to the whole of it (ms). */
const CLIMB = 10_000;

/** A ceiling under the budget climbs back to it by this much of the budget per minute. */
const RETURN_TO_BUDGET = 0.05;

/** A ceiling that was learned is lifted only after this time without a ban (ms), then slowly, per minute. */
const QUIET_BEFORE_LIFT_MS = 10 * MINUTE;
const LIFT = { ofCeiling: 0.005, calls: 0.02 };

/** A ban in spite of a known ceiling: others share the quota. */
const LOWERED = 0.9;

/** The pace never falls under this (calls per minute). */
const MIN_RATE = 1;

/**
 * What a first ban teaches a till that has sent next to nothing (calls per minute): others have used up the
 * minute, and it has learned nothing of its own part of the quota.
 */
const MIN_LEARNED_RATE = 4;

/** The first drain after an outage waits a tenth of the outage at the most, and never longer than this (ms). */
const MAX_SPREAD_MS = MINUTE;

/**
 * How fast the backlog may be sent, so that a quota is used and not broken: additive increase,
 * multiplicative decrease under a ceiling. The ceiling is the till's budget (calls per minute, `null`
 * without one) or, after a ban, what the gateway let through in the minute before it. Saves made at the
 * counter just now do not wait for the pace, but count. Times are ms of a monotonic clock.
 */
export class Pace {
  readonly #budget: number | null;
  readonly #phase: number;
  /** Calls that the gateway looked at within the last minute. */
  readonly #passed = new RecentCount(60);
  #ceiling: number | null;
  /** The last ban ended here: from then on the pace climbs, from half of the ceiling. Without one it has long done so. */
  #banEnded = Number.NEGATIVE_INFINITY;
  #hasPassedSinceBan = true;
  #credit = 1;
  #creditAt = 0;
  #heldUntil = Number.NEGATIVE_INFINITY;

  /** `phase`: the till's place among all tills, 0 to 1, always the same for one till. */
  constructor(budget: number | null, phase: number) {
    this.#budget = budget;
    this.#phase = phase;
    this.#ceiling = budget;
  }

  /** Calls per minute that the backlog may make now, or null while nothing has shown a limit. */
  rate(now: number): number | null {
    if (this.#ceiling === null) return null;
    const climbed = Math.min(1, 0.5 + (0.5 * (now - this.#banEnded)) / CLIMB);
    const ceiling = this.#lifted(this.#ceiling, now);
    return ceiling * usedOf(ceiling) * Math.max(0.5, climbed);
  }

  /** How many saves of the backlog may be sent now. */
  allowance(now: number): number {
    if (now < this.#heldUntil) return 0;
    if (this.rate(now) === null) return Number.POSITIVE_INFINITY;
    this.#refill(now);
    return Math.max(0, Math.floor(this.#credit + 1e-9));
  }

  /** Ms until the backlog may send its next save. */
  wait(now: number): number {
    const held = Math.max(0, this.#heldUntil - now);
    const rate = this.rate(now);
    if (rate === null) return held;
    this.#refill(now);
    return Math.max(held, Math.ceil(((1 - this.#credit) * MINUTE) / rate));
  }

  /** A call leaves, of the backlog or from the counter. The counter's may run into debt, a minute's worth. */
  spend(now: number): void {
    this.#refill(now);
    this.#credit = Math.max(this.#credit - 1, -(this.rate(now) ?? 1));
  }

  /** The call did not reach the gateway, so it counts for no quota. */
  refund(): void {
    this.#credit += 1;
  }

  /** The gateway looked at a call. */
  passed(now: number): void {
    this.#hasPassedSinceBan = true;
    this.#passed.add(now);
  }

  /** The gateway shut the app out until `until`: half the pace, then a climb to what it had let through. */
  banned(now: number, until: number): void {
    if (this.#ceiling === null) {
      const learned = this.#passed.count(now);
      this.#ceiling = learned < 2 ? MIN_LEARNED_RATE : learned;
    }
    // Shut out at the first try after a ban: that is still the same one.
    else if (this.#hasPassedSinceBan) {
      this.#ceiling = Math.max(MIN_RATE, this.#lifted(this.#ceiling, now) * LOWERED);
    }
    this.#hasPassedSinceBan = false;
    this.#banEnded = until;
    this.#credit = 1;
    this.#creditAt = until;
    this.#heldUntil = until + this.#phase * Math.min(this.#period(until), MAX_SPREAD_MS);
  }

  /**
   * The first answer after an outage of `outage` ms: thousands of tills have it in the same second, so
   * the backlog goes on after a wait that the till's place decides.
   */
  spread(now: number, outage: number): void {
    const span = Math.min(outage / 10, MAX_SPREAD_MS);
    const wait =
      this.rate(now) === null ? span * this.#phase : this.#period(now) * (1.25 + this.#phase);
    this.#heldUntil = Math.max(this.#heldUntil, now + wait);
  }

  /** Somebody wants to send now: no waiting for the till's turn, but the pace stays. */
  hurry(now: number): void {
    if (this.rate(now) === null) this.#heldUntil = Number.NEGATIVE_INFINITY;
  }

  /** The PC has slept: what is waited for comes as much sooner. */
  slept(now: number, lasted: number): void {
    this.#banEnded = sooner(this.#banEnded, now, lasted);
    this.#creditAt = sooner(this.#creditAt, now, lasted);
    this.#heldUntil = sooner(this.#heldUntil, now, lasted);
  }

  #lifted(ceiling: number, now: number): number {
    const quiet = Math.max(0, now - this.#banEnded);
    if (this.#budget !== null) {
      return Math.min(this.#budget, ceiling + (this.#budget * RETURN_TO_BUDGET * quiet) / MINUTE);
    }
    const step = Math.max(LIFT.ofCeiling * ceiling, LIFT.calls);
    return ceiling + (step * Math.max(0, quiet - QUIET_BEFORE_LIFT_MS)) / MINUTE;
  }

  #period(now: number): number {
    return MINUTE / (this.rate(now) ?? MINUTE);
  }

  #refill(now: number): void {
    const rate = this.rate(now);
    if (rate === null || now <= this.#creditAt) return;
    const most = Math.max(1, (rate * BURST) / MINUTE);
    this.#credit = Math.min(most, this.#credit + ((now - this.#creditAt) * rate) / MINUTE);
    this.#creditAt = now;
  }
}
