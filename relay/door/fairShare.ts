import { Allowance, type Rate } from './allowance.ts';

/** A till has four connections, a queue of its own and a window; a foreign client may have more. */
const MOST_CALLS = 64;

/**
 * A till reports once a minute, and at changes every ten seconds at the most. Each report that is taken is remembered by
 * its sign for twenty minutes: one key that could send them without end would fill the memory that all share.
 */
const REPORTS: Rate = { atOnce: 30, perMinute: 60 };

/**
 * What is refused waits for nothing, so that there is no end to how many of one till could be: each takes a look at its whole body,
 * and one at the stored record. A till whose settings are wrong sends far fewer, since it pauses.
 */
const REFUSALS: Rate = { atOnce: 120, perMinute: 600 };

interface Share {
  underWay: number;
  reports: Allowance;
  refusals: Allowance;
}

/**
 * What one till may have of one relay, so that a key in the wrong hands costs the others nothing. Asked for callers whose
 * sign is right alone: nobody else can use up what is a till's, and there are no more entries than tills.
 */
export class FairShare {
  readonly #shares = new Map<string, Share>();
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /**
   * Carries out a call of a till, or gives null where too many of it are under way already, or were refused lately.
   * `isRefusal`: whether what came of it counts as one of these.
   */
  async during<Value>(
    appKey: string,
    call: () => Promise<Value>,
    isRefusal: (value: Value) => boolean,
  ): Promise<Value | null> {
    const share = this.#of(appKey);
    if (share.underWay >= MOST_CALLS || !share.refusals.has(this.#monotonic())) return null;
    share.underWay += 1;
    try {
      const value = await call();
      if (isRefusal(value)) share.refusals.take();
      return value;
    } finally {
      share.underWay -= 1;
    }
  }

  /** Whether a till may send one more report now; then it has. */
  mayReport(appKey: string): boolean {
    const { reports } = this.#of(appKey);
    if (!reports.has(this.#monotonic())) return false;
    reports.take();
    return true;
  }

  #of(appKey: string): Share {
    const known = this.#shares.get(appKey);
    if (known !== undefined) return known;
    const now = this.#monotonic();
    const reports = new Allowance(REPORTS, now);
    const share = { underWay: 0, reports, refusals: new Allowance(REFUSALS, now) };
    this.#shares.set(appKey, share);
    return share;
  }
}
