const MINUTE = 60_000;

/**
 * One app's quota at the gateway, as strict as any reading of it: no sixty seconds may have more than
 * `callsPerMinute` calls; the call that would be one too many shuts the whole app out for `banSeconds`.
 */
export class FleetQuota {
  readonly #limit: number;
  readonly #banSeconds: number;
  /** The times of the last calls that passed, round and round. */
  readonly #passed: Float64Array;
  #next = 0;
  #bannedUntil = 0;

  constructor(callsPerMinute: number, banSeconds: number) {
    this.#limit = callsPerMinute;
    this.#banSeconds = banSeconds;
    this.#passed = new Float64Array(callsPerMinute).fill(Number.NEGATIVE_INFINITY);
  }

  /** Whole seconds for which the app is shut out, or 0 when the call passes. */
  admit(now: number): number {
    if (now < this.#bannedUntil) return Math.ceil((this.#bannedUntil - now) / 1_000);
    if (now - (this.#passed[this.#next] ?? 0) < MINUTE) {
      this.#bannedUntil = now + this.#banSeconds * 1_000;
      this.#passed.fill(Number.NEGATIVE_INFINITY);
      return this.#banSeconds;
    }
    this.#passed[this.#next] = now;
    this.#next = (this.#next + 1) % this.#limit;
    return 0;
  }
}
