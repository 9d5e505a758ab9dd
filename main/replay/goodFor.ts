/** What a call was signed with is good for so long by the gateway's clock, the call itself included (ms). */
const GOOD_FOR_MS = 11 * 60_000;

/** By no more than this is a known clock the till's own (ms): the resolution of a `Date`. */
const SAME_CLOCK_MS = 2_000;

/** A call that has ended. */
export interface Signing {
  /** What it was signed with (ms since 1970). */
  signedAt: number;
  /** What the till's own clock said at the same moment (ms since 1970). */
  ownAt: number;
  /** When it ended (monotonic ms). */
  endedAt: number;
}

/** All the clocks at one moment. */
export interface Clocks {
  monotonic: number;
  /** The till's own (ms since 1970). */
  own: number;
  /** The gateway's as far as anything shows it (ms since 1970); null: nothing does, or nothing any more. */
  gateway: number | null;
  /** An answer has proved that, and nothing has made it doubtful since. */
  isProved: boolean;
}

/** Until when what calls were signed with is good. */
export class GoodFor {
  /** The gateway's time that was proved last, less the monotonic one (ms), and when it was so last (monotonic ms). */
  #proved: { ahead: number; seenAt: number } | null = null;

  /** To be told whenever anything is asked, and as each call ends. */
  see({ monotonic, gateway, isProved }: Clocks): void {
    if (isProved && gateway !== null)
      this.#proved = { ahead: gateway - monotonic, seenAt: monotonic };
  }

  /**
   * In monotonic ms. Only by one clock is anything counted: after a sleep, which leaves nothing but the till's own, that of what
   * was signed by the gateway's time would be off by as much as the two differ. What was proved since the call ended counts on:
   * over a sleep, in which the monotonic clock may stand still, that is rather too long.
   */
  until({ signedAt, ownAt, endedAt }: Signing, clocks: Clocks): number {
    this.see(clocks);
    const { monotonic, own, gateway, isProved } = clocks;
    const proved = this.#proved;
    const byProof =
      proved !== null && proved.seenAt >= endedAt
        ? signedAt + GOOD_FOR_MS - proved.ahead
        : Number.NEGATIVE_INFINITY;
    if (isProved) return byProof;
    if (gateway !== null) return Math.max(byProof, monotonic + signedAt + GOOD_FOR_MS - gateway);
    const isByOwn = Math.abs(signedAt - ownAt) <= SAME_CLOCK_MS;
    return isByOwn ? Math.max(byProof, monotonic + ownAt + GOOD_FOR_MS - own) : byProof;
  }
}
