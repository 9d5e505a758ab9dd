import { DRAFT_LIFETIME_MS } from '../../app/draft/draft.ts';
import type { Clock } from '../clock/clock.ts';

/** More than a form, what was cleared from it and every number that somebody mistypes. */
const MAX_OPENED = 64;

/**
 * Which saves the window was shown in order to correct them. A correction closes what it corrects, so it takes one
 * such opening, which serves once, and as long as a form that nobody saves is kept. Operators have no PIN, so it is not
 * asked who has opened: a colleague may end what another one has begun.
 */
export class OpenedSaves {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** By request id, oldest first: when (on the monotonic clock). */
  readonly #openedAt = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** It is shown now. */
  add(requestId: string): void {
    this.#openedAt.delete(requestId);
    this.#openedAt.set(requestId, this.#clock.monotonic());
    const [oldest = ''] = this.#openedAt.keys();
    if (this.#openedAt.size > MAX_OPENED) this.#openedAt.delete(oldest);
  }

  /** Uses the opening of a save up: when it was, or null where there is none. */
  take(requestId: string): number | null {
    const at = this.#openedAt.get(requestId);
    this.#openedAt.delete(requestId);
    const isThere = at !== undefined && this.#clock.monotonic() - at <= DRAFT_LIFETIME_MS;
    return isThere ? at : null;
  }

  /** What was taken came to nothing. */
  giveBack(requestId: string, openedAt: number): void {
    if (!this.#openedAt.has(requestId)) this.#openedAt.set(requestId, openedAt);
  }
}
