/** A timestamp is good for ten minutes on either side of the platform's clock; a little more for ours (ms). */
export const KEPT_FOR_MS = 21 * 60_000;

/** More than a whole chain is put off in that time; the oldest go first. */
const MOST = 100_000;

/** What is no sign of any method never passes, and may be as long as a whole call: nobody without a key fills the memory. */
const SIGN = /^[0-9A-F]{32}(?:[0-9A-F]{32})?$/;

export function isSign(text: string): boolean {
  return SIGN.test(text);
}

/**
 * Signs of calls that this relay has refused by itself, so that their tills take them for never sent. A copy of such a call
 * that something on the way sends later must have no effect either: it is a replay.
 */
export class RefusedSigns {
  readonly #refusedAt = new Map<string, number>();
  /** Of calls that have no answer yet. */
  readonly #underWay = new Set<string>();
  readonly #monotonic: () => number;

  /** `monotonic`: ms that never go backwards. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  has(sign: string): boolean {
    const at = this.#refusedAt.get(sign);
    return at !== undefined && this.#monotonic() - at <= KEPT_FOR_MS;
  }

  /** A call with this sign was refused, or is under way. */
  isKnown(sign: string): boolean {
    return this.has(sign) || this.#underWay.has(sign);
  }

  /**
   * Whether a call with this sign may begin: none was refused, and none is under way, of which nobody can say yet whether it
   * will be. What has begun has to end.
   */
  begin(sign: string): boolean {
    if (this.isKnown(sign)) return false;
    if (isSign(sign)) this.#underWay.add(sign);
    return true;
  }

  /** What began has its answer. */
  end(sign: string): void {
    this.#underWay.delete(sign);
  }

  add(sign: string): void {
    if (!isSign(sign)) return;
    const now = this.#monotonic();
    this.#refusedAt.delete(sign);
    this.#refusedAt.set(sign, now);
    for (const [oldest, at] of this.#refusedAt) {
      if (now - at <= KEPT_FOR_MS && this.#refusedAt.size <= MOST) return;
      this.#refusedAt.delete(oldest);
    }
  }
}
