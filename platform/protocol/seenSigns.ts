// A timestamp is good for ten minutes on either side of the gateway's clock.
const keptFor = 20 * 60 * 1000;

/** The sign and timestamp pairs that were let in while their timestamp was good. */
export class SeenSigns {
  private readonly seen = new Map<string, number>();

  /** Notes the pair. False when it was noted before: the request is a replay. */
  admit(sign: string, timestamp: string, now: number): boolean {
    if (this.knows(sign, timestamp, now)) return false;
    this.seen.set(`${sign} ${timestamp}`, now);
    return true;
  }

  /** Whether the pair was noted before; nothing is noted. */
  knows(sign: string, timestamp: string, now: number): boolean {
    for (const [key, at] of this.seen) {
      if (now - at <= keptFor) break;
      this.seen.delete(key);
    }
    return this.seen.has(`${sign} ${timestamp}`);
  }

  forgetAll(): void {
    this.seen.clear();
  }
}
