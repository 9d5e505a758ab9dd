/** Nothing is dated with a year of five digits (ms since 1970). */
const LATEST = Date.UTC(9999, 0);

/** Further than this the two clocks of a machine do not drift apart by themselves (ms): one was set, or stood still. */
const DRIFT = 60_000;

/**
 * Where the platform's time is further from the machine's clock (ms), one of the two is wrong. Then it counts when two answers
 * say the same, and for so long after the last one (ms): where it was the answers that were wrong, every till whose clock is
 * right would be refused, so that no answer could ever say it.
 */
const FAR = 10 * 60_000;
const BELIEVED = 60_000;

/** So many answers are kept; the middle one counts, so that one wrong `Date` moves nothing. */
const KEPT = 3;

/**
 * The platform's clock as this relay has seen it. From the first answer on it goes by the steady clock. Until then, and
 * where the machine's two clocks have moved apart (it was suspended, or its clock was set: nobody can say which), it is
 * unsure: tills are told no time then, since a wrong one would make old saves look young.
 */
export class PlatformClock {
  readonly #now: () => number;
  readonly #monotonic: () => number;
  /** The platform's time less the steady clock's, of the last answers, the newest last. */
  readonly #offsets: number[] = [];
  /** The one of them that counts. */
  #offset: number | null = null;
  /** The machine's clock less the steady one, when an answer came last. */
  #apart = 0;
  /** When that was, by the steady clock. */
  #learnedAt = 0;
  /** The `Date` that was read last, and what it says. */
  #last = { text: '', date: Number.NaN };

  /** `now`: the machine's clock, ms since 1970; `monotonic`: ms that never go backwards. */
  constructor(now: () => number, monotonic: () => number) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  /** Whether an answer has shown the time, and nothing has happened since then that puts it in doubt. */
  isSure(): boolean {
    const apart = this.#now() - this.#monotonic();
    if (this.#offset === null || Math.abs(apart - this.#apart) > DRIFT) return false;
    return this.#isNear(this.#offset) || this.#monotonic() - this.#learnedAt <= BELIEVED;
  }

  /** The platform's time as well as it is known, ms since 1970: the machine's own where it is unsure. */
  now(): number {
    if (this.#offset === null || !this.isSure()) return this.#now();
    return Math.round(this.#offset + this.#monotonic());
  }

  /** The `Date` header for an answer of the relay's own, or null where it is unsure. */
  dateHeader(): string | null {
    return this.isSure() ? new Date(this.now()).toUTCString() : null;
  }

  /** Learns from the `Date` of an answer of the platform; anything that is no time is left out. */
  learn(dateHeader: string | null): void {
    const date = this.#read(dateHeader ?? '');
    if (!(date >= 0 && date < LATEST)) return;
    const apart = this.#now() - this.#monotonic();
    const wasSure = this.#offset !== null;
    if (wasSure && !this.isSure()) this.#offsets.length = 0;
    this.#apart = apart;
    this.#learnedAt = this.#monotonic();
    // The header has whole seconds, cut off: on average half of one is missing.
    this.#offsets.push(date + 500 - this.#monotonic());
    if (this.#offsets.length > KEPT) this.#offsets.shift();
    this.#offset = this.#believed();
  }

  /** This was said beside an answer that proves it wrong: what has said the same before counts no more. */
  disprove(dateHeader: string | null): void {
    const wrong = this.#read(dateHeader ?? '') - this.#monotonic();
    const others = this.#offsets.filter((one) => !(Math.abs(one - wrong) <= DRIFT));
    if (others.length === this.#offsets.length) return;
    this.#offsets.splice(0, this.#offsets.length, ...others);
    this.#offset = this.#believed();
  }

  /** All answers of one second say the same, and to read it takes longer than the rest of this. */
  #read(text: string): number {
    if (text !== this.#last.text) this.#last = { text, date: Date.parse(text) };
    return this.#last.date;
  }

  /** Of three the middle one. Of fewer the oldest that is near the machine's clock, or that another one confirms. */
  #believed(): number | null {
    const { length } = this.#offsets;
    if (length === KEPT) return middleOf(this.#offsets as [number, number, number]);
    const isSaidAgain = (one: number) =>
      this.#offsets.filter((other) => Math.abs(other - one) <= DRIFT).length > 1;
    return this.#offsets.find((one) => this.#isNear(one) || isSaidAgain(one)) ?? null;
  }

  #isNear(offset: number): boolean {
    return Math.abs(offset - this.#apart) <= FAR;
  }
}

function middleOf([one, other, third]: readonly [number, number, number]): number {
  return Math.max(Math.min(one, other), Math.min(Math.max(one, other), third));
}
