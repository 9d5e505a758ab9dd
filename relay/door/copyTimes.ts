import type { Call } from '../../platform/protocol/call.ts';
import { signedAt } from '../../platform/protocol/signatureChecks.ts';
import type { PlatformClock } from '../clock/platformClock.ts';

/** A timestamp is good for ten minutes on either side of the platform's clock; a little more for ours (ms). */
const GOOD_FOR_MS = 11 * 60_000;

/** So long a copy is known in any case (ms): as long as it may be good whose timestamp was good when it came. */
export const KEPT_FOR_MS = 21 * 60_000;

/** And so long at the most (ms), however far ahead it was signed. */
const KEPT_AT_MOST_MS = 24 * 60 * 60_000;

/** When a call was refused (steady ms), and when it says that it was signed (ms since 1970; NaN where it says no time). */
export interface CopyTime {
  at: number;
  signedAt: number;
}

/** Whether a copy of what was refused may still be let through by its timestamp, here or at the platform. */
export class CopyTimes {
  readonly #clock: Pick<PlatformClock, 'isSure' | 'now'>;
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(clock: Pick<PlatformClock, 'isSure' | 'now'>, monotonic: () => number) {
    this.#clock = clock;
    this.#monotonic = monotonic;
  }

  /** Of a call that is refused now. */
  of(call: Call): CopyTime {
    return { at: this.#monotonic(), signedAt: signedAt(call) ?? Number.NaN };
  }

  isKept({ at, signedAt: signed }: CopyTime): boolean {
    const kept = this.#monotonic() - at;
    if (kept <= KEPT_FOR_MS) return true;
    if (Number.isNaN(signed) || kept > KEPT_AT_MOST_MS) return false;
    // Without a sure clock the platform judges, and what it will say nobody here knows.
    return !this.#clock.isSure() || this.#clock.now() - signed <= GOOD_FOR_MS;
  }
}
