import type { Save } from '../../app/outbox/save.ts';
import type { Delivery } from '../outbox/delivery.ts';

/** A doubt that arose in this process. */
interface Doubt {
  /** When (monotonic ms). */
  monotonic: number;
  /** How far the clock on the wall was ahead of that one then (ms). */
  wallAhead: number;
  /** Since when its outcome was unknown before (ms since 1970), or null. */
  before: number | null;
}

/**
 * Since when outcomes have been unknown, by the monotonic clock: what was dated by a clock that nobody had
 * confirmed is dated anew once the gateway has shown what time it is.
 */
export class UnknownSince {
  readonly #since = new Map<string, Doubt>();

  /**
   * What an attempt made of a save. `monotonic`: now, ms; `wallAhead`: how far the clock on the wall is ahead of that one, ms.
   */
  note(before: Save, settled: Save, monotonic: number, wallAhead: number): void {
    const { requestId, firstUnknownAt } = settled;
    // Also where a manager has requeued it meanwhile.
    if (before.firstUnknownAt === null) this.#since.delete(requestId);
    if (firstUnknownAt === null) this.#since.delete(requestId);
    else if (firstUnknownAt !== before.firstUnknownAt && !this.#since.has(requestId))
      this.#since.set(requestId, { monotonic, wallAhead, before: before.firstUnknownAt });
  }

  /** Dates all of them anew. `now`: the gateway's clock, ms since 1970, and whether it is proved; `monotonic`: ms. */
  redate(
    delivery: Pick<Delivery, 'redate'>,
    now: number,
    monotonic: number,
    isProved: boolean,
  ): void {
    for (const [requestId, doubt] of this.#since) {
      delivery.redate(requestId, dateOf(doubt, now, monotonic), isProved);
    }
  }

  /** The same for one save that was just stored. */
  redated(
    delivery: Pick<Delivery, 'redated'>,
    stored: Save,
    now: number,
    monotonic: number,
    isProved: boolean,
  ): Save {
    const doubt = this.#since.get(stored.requestId);
    if (doubt === undefined) return stored;
    return delivery.redated(stored, dateOf(doubt, now, monotonic), isProved);
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
}

function dateOf(doubt: Doubt, now: number, monotonic: number): number {
  const since = now - (monotonic - doubt.monotonic);
  return Math.min(doubt.before ?? since, since);
}
