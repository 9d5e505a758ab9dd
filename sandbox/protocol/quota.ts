/** How many calls an app may make, and for how long it is shut out when it makes more. */
export interface QuotaLimit {
  callsPerMinute: number;
  banSeconds: number;
}

const minute = 60_000;

/** Counts calls in a sliding minute and remembers the ban of the app. */
export class Quota {
  private calls: number[] = [];
  private bannedUntil = 0;

  ban(seconds: number, now: number): void {
    this.bannedUntil = now + seconds * 1000;
    // The message promises that the ban ends: old calls must not start the next one at once.
    this.calls = [];
  }

  isBanned(now: number): boolean {
    return now < this.bannedUntil;
  }

  /** Counts one call. The whole seconds the ban still lasts, or zero when the call may pass. */
  admit(limit: QuotaLimit | undefined, now: number): number {
    if (this.isBanned(now)) return Math.ceil((this.bannedUntil - now) / 1000);
    if (limit === undefined) return 0;
    this.calls = this.calls.filter((at) => now - at < minute);
    if (this.calls.length >= limit.callsPerMinute) {
      this.ban(limit.banSeconds, now);
      return limit.banSeconds;
    }
    this.calls.push(now);
    return 0;
  }

  reset(): void {
    this.calls = [];
    this.bannedUntil = 0;
  }
}
