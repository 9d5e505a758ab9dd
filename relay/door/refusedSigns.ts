import type { CopyTime, CopyTimes } from './copyTimes.ts';

/** More than a whole chain is put off in 21 minutes; the oldest go first, however long they were to be kept. */
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
  readonly #refused = new Map<string, CopyTime>();
  /** Of calls that have no answer yet. */
  readonly #underWay = new Set<string>();
  readonly #times: CopyTimes;

  constructor(times: CopyTimes) {
    this.#times = times;
  }

  has(sign: string): boolean {
    const time = this.#refused.get(sign);
    return time !== undefined && this.#times.isKept(time);
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

  /** `time`: of the call that bears it. */
  add(sign: string, time: CopyTime): void {
    if (!isSign(sign)) return;
    this.#refused.delete(sign);
    this.#refused.set(sign, time);
    for (const [oldest, its] of this.#refused) {
      if (this.#refused.size <= MOST && this.#times.isKept(its)) return;
      this.#refused.delete(oldest);
    }
  }
}
