/** A gateway refuses a call whose timestamp is further off (ms); the call itself takes a while. */
const REFUSED_BEYOND = 10.5 * 60_000;

/** A date that is no further from the time that was refused is no other time (ms). */
const SAME = 60_000;

/** The precision of a `Date` header and of what a till makes of it (ms). */
const PRECISION = 2_000;

/**
 * What a till can know of the gateway's time: its own clock until an answer of the API has shown better,
 * from then on that time and what has passed since. The simulation's own reading, to judge the till by
 * what it could know.
 */
export class TillsTime {
  readonly #wall: () => number;
  readonly #steady: () => number;
  /** The gateway's time less the steady clock, or null while nothing has shown it. */
  #difference: number | null = null;
  /** A call was looked at, so that what it was signed with was right. */
  #isProved = false;
  /** How many calls in a row were refused that nothing better was said of. */
  #refused = 0;
  /** How many were refused for a time that refused ones had shown; null while none has shown any. */
  #inVain: number | null = null;

  /** `wall`: ms since 1970, may jump; `steady`: ms since anything, never jumps. */
  constructor(wall: () => number, steady: () => number) {
    this.#wall = wall;
    this.#steady = steady;
  }

  now = (): number =>
    this.#difference === null ? this.#wall() : this.#steady() + this.#difference;

  get isProved(): boolean {
    return this.#isProved;
  }

  /**
   * The timestamp was refused: the date that came with it is all there is to go by, and nothing is proved. Where nothing
   * better than what was refused comes twice in a row (`signed`: that time, as it would be now), or what was shown is refused
   * four times, whatever is said then, it is taken back, and the till's own clock is. `nothing`: as with no date (NaN).
   */
  refused(date: number, signed: number): 'shown' | 'nothing' | 'taken back' {
    this.#isProved = false;
    const isSame = (time: number) => !(Math.abs(time - signed) > SAME);
    this.#refused = isSame(date) ? this.#refused + 1 : 0;
    if (this.#inVain !== null && isSame(this.now())) this.#inVain += 1;
    if (this.#refused === 2 || this.#inVain === 4) {
      this.#beginAnew();
      this.#difference = null;
      return 'taken back';
    }
    if (Number.isNaN(date)) return 'nothing';
    this.#take(date);
    this.#inVain ??= 0;
    return 'shown';
  }

  /**
   * The call was looked at. `sentAt`: what was believed when it left; `since`: ms ago; `isSure`: the timestamp was
   * surely looked at before. False where that shows nothing.
   */
  lookedAt(date: number, sentAt: number, since: number, isSure: boolean): boolean {
    const proved = sentAt + since;
    if (Math.abs(date - proved) <= REFUSED_BEYOND) this.#take(date);
    else if (isSure) this.#takeProved(proved);
    else return false;
    this.#beginAnew();
    this.#isProved = true;
    return true;
  }

  /** What was shown since the call left stays where it is the same to what a gateway takes. */
  #takeProved(proved: number): void {
    const isNear = this.#difference !== null && Math.abs(this.now() - proved) <= REFUSED_BEYOND;
    if (!isNear) this.#difference = proved - this.#steady();
  }

  #take(date: number): void {
    const isNear = (time: number) => Math.abs(date - time) <= PRECISION;
    if (isNear(this.#wall())) this.#difference = this.#wall() - this.#steady();
    else if (this.#difference === null || !isNear(this.now())) {
      this.#difference = date - this.#steady();
    }
  }

  /** The computer has slept, and its steady clock with it. */
  forget(): void {
    this.#difference = null;
    this.#beginAnew();
    this.#isProved = false;
  }

  #beginAnew(): void {
    this.#refused = 0;
    this.#inVain = null;
  }
}
