/** A till has four connections, a queue of its own and a window; a foreign client may have more. */
const MOST_CALLS = 64;

/**
 * What one till may have of one relay, so that a key in the wrong hands costs the others nothing. Asked for callers whose
 * sign is right alone: nobody else can use up what is a till's. How often it reports is another matter (`ReportPace`).
 */
export class FairShare {
  /** How many calls of each till are under way; only of those that have any. */
  readonly #underWay = new Map<string, number>();

  /** Carries out a call of a till, or gives null where too many of it are under way already. */
  async during<Value>(appKey: string, call: () => Promise<Value>): Promise<Value | null> {
    const others = this.#underWay.get(appKey) ?? 0;
    if (others >= MOST_CALLS) return null;
    this.#underWay.set(appKey, others + 1);
    try {
      return await call();
    } finally {
      const left = (this.#underWay.get(appKey) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(appKey);
      else this.#underWay.set(appKey, left);
    }
  }
}
