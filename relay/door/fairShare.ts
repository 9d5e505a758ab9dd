/** A till has four connections, a queue of its own and a window; a foreign client may have more. */
const MOST_CALLS = 64;

/**
 * A till reports once a minute, and at changes every ten seconds at the most. Each report that is taken is remembered by
 * its sign for twenty minutes: one key that could send them without end would fill the memory that all share.
 */
const REPORTS = { atOnce: 30, perMinute: 60 };

const MINUTE = 60_000;

interface Share {
  underWay: number;
  /** Reports that it may still send just now. */
  reports: number;
  /** Until when they are counted (ms of the steady clock). */
  at: number;
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

  /** Carries out a call of a till, or gives null where too many of it are under way already. */
  async during<Value>(appKey: string, call: () => Promise<Value>): Promise<Value | null> {
    const share = this.#of(appKey);
    if (share.underWay >= MOST_CALLS) return null;
    share.underWay += 1;
    try {
      return await call();
    } finally {
      share.underWay -= 1;
    }
  }

  /** Whether a till may send one more report now; then it has. */
  mayReport(appKey: string): boolean {
    const share = this.#of(appKey);
    const now = this.#monotonic();
    const gained = ((now - share.at) * REPORTS.perMinute) / MINUTE;
    share.reports = Math.min(REPORTS.atOnce, share.reports + gained);
    share.at = now;
    if (share.reports < 1) return false;
    share.reports -= 1;
    return true;
  }

  #of(appKey: string): Share {
    const known = this.#shares.get(appKey);
    if (known !== undefined) return known;
    const share = { underWay: 0, reports: REPORTS.atOnce, at: this.#monotonic() };
    this.#shares.set(appKey, share);
    return share;
  }
}
