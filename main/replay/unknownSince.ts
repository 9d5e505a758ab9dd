import { BUILT_AT } from '../../app/member/believedDay.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Delivery } from '../outbox/delivery.ts';

/** So far two clocks may drift apart, or be set, without any weight for a doubt of 24 hours (ms). */
const NO_SLEEP_MS = 10 * 60_000;

/** A doubt that arose in this process. */
interface Doubt {
  /** When (monotonic ms). */
  monotonic: number;
  /** How far the clock on the wall was ahead of that one then (ms); the least, where a later try has made it older. */
  wallAhead: number;
  /** The date that it had then, by the best clock that there was (ms since 1970). */
  dated: number;
  /** Every try was signed with a time before the day of the build: none of them can have taken effect. */
  isBeforeBuild: boolean;
  /** Since when its outcome was unknown before (ms since 1970), or null. */
  before: number | null;
}

/** An answer has shown the time. */
export interface ShownTime {
  /** The gateway's clock, ms since 1970. */
  now: number;
  /** The steady one at the same moment (ms). */
  monotonic: number;
  /** How far the clock on the wall was ahead of that one when the time was shown (ms). */
  wallAhead: number;
  isProved: boolean;
}

/**
 * Since when outcomes have been unknown, by the monotonic clock: what was dated by a clock that nobody had
 * confirmed is dated anew once the gateway has shown what time it is.
 */
export class UnknownSince {
  readonly #builtAt: number;
  readonly #since = new Map<string, Doubt>();

  /** `builtAt`: no right clock stands before it (ms since 1970). */
  constructor(builtAt: number = BUILT_AT) {
    this.#builtAt = builtAt;
  }

  /** A save was tried with a call that was signed at `signedAt` (ms since 1970), or somebody's word counts like one (null). */
  tried(requestId: string, signedAt: number | null): void {
    const doubt = this.#since.get(requestId);
    if (doubt?.isBeforeBuild === true && !this.#isBeforeBuild(signedAt))
      doubt.isBeforeBuild = false;
  }

  /**
   * What an attempt itself made of a save, and nothing that was shown meanwhile. `monotonic`: now, ms; `wallAhead`: how far the clock on the wall was ahead of that one, ms;
   * `signedAt`: as for `tried`.
   */
  note(
    before: Save,
    settled: Save,
    monotonic: number,
    wallAhead: number,
    signedAt: number | null = null,
  ): void {
    const { requestId, firstUnknownAt } = settled;
    // Also where a manager has requeued it meanwhile.
    if (before.firstUnknownAt === null) this.#since.delete(requestId);
    if (firstUnknownAt === null) {
      this.#since.delete(requestId);
      return;
    }
    if (firstUnknownAt === before.firstUnknownAt) return;
    const doubt = this.#since.get(requestId);
    if (doubt !== undefined) {
      doubt.wallAhead = Math.min(doubt.wallAhead, wallAhead);
      doubt.dated = Math.min(doubt.dated, firstUnknownAt);
      return;
    }
    this.#since.set(requestId, {
      monotonic,
      wallAhead,
      dated: firstUnknownAt,
      isBeforeBuild: this.#isBeforeBuild(signedAt),
      before: before.firstUnknownAt,
    });
  }

  /** It was heard of a doubt that no attempt of this process has made: from now on no proof makes it younger than it is. */
  heard({ requestId, firstUnknownAt }: Save): void {
    const doubt = this.#since.get(requestId);
    if (doubt === undefined || firstUnknownAt === null) return;
    doubt.before = Math.min(doubt.before ?? firstUnknownAt, firstUnknownAt);
  }

  /** Dates all of them anew. */
  redate(delivery: Pick<Delivery, 'redate'>, shown: ShownTime): void {
    for (const [requestId, doubt] of this.#since) {
      delivery.redate(requestId, dateOf(doubt, shown), shown.isProved);
    }
  }

  /** The same for one save that was just stored. */
  redated(delivery: Pick<Delivery, 'redated'>, stored: Save, shown: ShownTime): Save {
    const doubt = this.#since.get(stored.requestId);
    if (doubt === undefined) return stored;
    return delivery.redated(stored, dateOf(doubt, shown), shown.isProved);
  }

  /** The monotonic clock may have slept. */
  forget(): void {
    this.#since.clear();
  }

  /** It has slept since the clock on the wall was no further ahead of it than `wallAhead` (ms). */
  forgetBefore(wallAhead: number): void {
    for (const [requestId, doubt] of this.#since)
      if (doubt.wallAhead <= wallAhead) this.#since.delete(requestId);
  }

  #isBeforeBuild(signedAt: number | null): boolean {
    return signedAt !== null && signedAt < this.#builtAt;
  }
}

/**
 * Where the clock on the wall has gone on by more than the steady one, either it was set, or the PC has slept and nothing
 * has told; where it has gone back, it was set, and may have hidden a sleep. A call that was signed by a clock that had to be set has no effect, so that any date will do; over a sleep only
 * the first one is right. So the older one counts: at the worst somebody looks at a save that never took effect.
 */
function dateOf(doubt: Doubt, { now, monotonic, wallAhead }: ShownTime): number {
  const counted = now - (monotonic - doubt.monotonic);
  const mayHaveSlept = Math.abs(wallAhead - doubt.wallAhead) > NO_SLEEP_MS && !doubt.isBeforeBuild;
  const since = mayHaveSlept ? Math.min(counted, doubt.dated) : counted;
  return Math.min(doubt.before ?? since, since);
}
