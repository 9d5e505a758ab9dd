import type { Save } from '../../app/outbox/save.ts';
import type { Outbox } from '../outbox/outbox.ts';

/**
 * Since when outcomes have been unknown, by the monotonic clock: what was dated by a clock that nobody had
 * confirmed is dated anew once the gateway has shown what time it is.
 */
export class UnknownSince {
  /** Request id → monotonic ms. */
  readonly #since = new Map<string, number>();

  /** What an attempt made of a save; `monotonic`: now, ms. */
  note(before: Save, settled: Save, monotonic: number): void {
    if (settled.firstUnknownAt === null) this.#since.delete(settled.requestId);
    else if (before.firstUnknownAt === null) this.#since.set(settled.requestId, monotonic);
  }

  /** `now`: the gateway's clock, ms since 1970. */
  redate(outbox: Pick<Outbox, 'redate'>, now: number, monotonic: number): void {
    for (const [requestId, since] of this.#since) {
      outbox.redate(requestId, now - (monotonic - since));
    }
  }

  /** The monotonic clock may have slept. */
  forget(): void {
    this.#since.clear();
  }
}
