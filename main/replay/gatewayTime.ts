import { NO_VERDICT } from '../../app/gateway/classify.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { OTHER_SHOP } from '../../app/outbox/refusedShop.ts';
import type { Clock } from '../clock/clock.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';

/** The gateway refuses a timestamp that is further off than this (ms; TOP, "timestamp"), and a call takes a while. */
const ACCEPTED_OFF = 10 * 60_000 + 30_000;

/** A second word on the time counts when it comes this much later than the first (ms). */
const SECOND_WORD_AFTER_MS = 10 * 60_000;

/** A `Date` that is no further than this from the time that was refused says nothing else (ms). */
const SAME_TIME = 60_000;

/** So many calls in a row are refused for a time that their own `Date` says: it is not the gateway's. */
const REFUSED_IN_A_ROW = 2;

/** Or for times that such calls have shown, whatever is said then: a clock that stands still never says the time that was refused. */
const SHOWN_IN_VAIN = 4;

/** No clock of a PC goes wrong by a larger part of what has passed. */
const CLOCKS_DIFFER = 0.001;

export interface GatewayTimeOptions {
  clock: Clock;
  gatewayClock: GatewayClock;
}

/**
 * What answers show of the gateway's time. A call that was looked at proves that the time which it was signed
 * with was right to ten minutes: a `Date` that says otherwise is some proxy's, or a slip. 31 proves nothing;
 * its `Date` is only what the next call is signed with. Where that is refused as well, the till's own clock is asked again:
 * it may have been right all along, or have been set right since.
 */
export class GatewayTime {
  readonly #options: GatewayTimeOptions;
  readonly #onTakenBack: () => void;
  /** The time that an answer proved first (ms since 1970), and when (monotonic ms); null while none has. */
  #proved: { time: number; at: number } | null = null;
  #isConfirmed = false;
  /** How many in a row were refused for a time of which their `Date` says nothing better. */
  #refusedInARow = 0;
  /** How many in a row were refused for a time that the `Date` of a refused one had shown; null: none has shown it. */
  #shownInVain: number | null = null;

  /** `onTakenBack`: what refused calls have shown was no time of the gateway's, and the till's own clock counts again. */
  constructor(options: GatewayTimeOptions, onTakenBack: () => void = () => undefined) {
    this.#options = options;
    this.#onTakenBack = onTakenBack;
  }

  /** An answer since the start, the last 31, or since the PC has slept, has proved what time it is. */
  get isProved(): boolean {
    return this.#proved !== null;
  }

  /**
   * The gateway's clock, ms since 1970, or null as long as there is but one answer's word for it, or where later ones
   * have led it away from what was proved first: what is erased by it is gone for good.
   */
  confirmed(): number | null {
    if (this.#proved === null || !this.#isConfirmed) return null;
    const { clock, gatewayClock } = this.#options;
    const now = gatewayClock.now();
    const passed = clock.monotonic() - this.#proved.at;
    const isLedAway =
      Math.abs(now - this.#proved.time - passed) > ACCEPTED_OFF + passed * CLOCKS_DIFFER;
    return isLedAway ? null : now;
  }

  /** The computer has slept: until the next answer nobody knows for how long. */
  forget(): void {
    this.#options.gatewayClock.forget();
    this.#beginAnew();
    this.#doubt();
  }

  /**
   * An answer to a call that was signed at `signedAt` by the gateway's clock as it was known then (ms since 1970),
   * `elapsed` ms ago. Gives whether it shows anything of the time.
   */
  learn(outcome: Outcome, dateHeader: string, signedAt: number, elapsed: number): boolean {
    const { clock, gatewayClock } = this.#options;
    if (isTimestampRefused(outcome)) {
      this.#doubt();
      return this.#learnRefused(dateHeader, signedAt + elapsed);
    }
    if (!isLookedAt(outcome)) return false;
    const date = Date.parse(dateHeader);
    const isAgreed = Math.abs(date - signedAt - elapsed) <= ACCEPTED_OFF;
    if (isAgreed) gatewayClock.learn(dateHeader);
    else if (!isBehindTimestamp(outcome)) return false;
    else {
      // What a refused call has shown since this one left is not proved by it.
      const isElsewhere = Math.abs(gatewayClock.now() - signedAt - elapsed) > ACCEPTED_OFF;
      if (isElsewhere) gatewayClock.forget();
      gatewayClock.take(signedAt + elapsed);
    }
    this.#beginAnew();
    const at = clock.monotonic();
    this.#proved ??= { time: gatewayClock.now(), at };
    if (isAgreed && at - this.#proved.at >= SECOND_WORD_AFTER_MS) this.#isConfirmed = true;
    return true;
  }

  /** `refused`: the time that a call was signed with, and what has passed since. */
  #learnRefused(dateHeader: string, refused: number): boolean {
    const { gatewayClock } = this.#options;
    const isFar = (time: number) => Math.abs(time - refused) > SAME_TIME;
    this.#refusedInARow = isFar(Date.parse(dateHeader)) ? 0 : this.#refusedInARow + 1;
    // What left before anything was shown says nothing of that.
    if (this.#shownInVain !== null && !isFar(gatewayClock.now())) this.#shownInVain += 1;
    const mayHelp =
      this.#refusedInARow < REFUSED_IN_A_ROW && (this.#shownInVain ?? 0) < SHOWN_IN_VAIN;
    if (mayHelp) {
      const isShown = gatewayClock.learn(dateHeader);
      if (isShown) this.#shownInVain ??= 0;
      return isShown;
    }
    this.#beginAnew();
    gatewayClock.forget();
    this.#onTakenBack();
    return false;
  }

  #beginAnew(): void {
    this.#refusedInARow = 0;
    this.#shownInVain = null;
  }

  #doubt(): void {
    this.#proved = null;
    this.#isConfirmed = false;
  }
}

function isTimestampRefused(outcome: Outcome): boolean {
  return outcome.class === 'clock' && !outcome.replay;
}

/** The gateway has looked behind the timestamp, or at it and at no fault of it. */
function isLookedAt(outcome: Outcome): boolean {
  if (outcome.class === 'unreachable' || isTimestampRefused(outcome)) return false;
  return outcome.class !== 'unknown' || outcome.code !== NO_VERDICT;
}

/**
 * The gateway has surely got as far as the timestamp. In what order it looks at quota, key and session nobody has
 * published: such an answer may have come before: it proves nothing but by a `Date` that agrees. Nor does what a chain's relay
 * says by itself: it knows a copy before it looks at that, and one that is unsure of the time leaves it to the platform.
 */
function isBehindTimestamp({ class: kind, subCode }: Outcome): boolean {
  return kind === 'accepted' || (kind === 'rejected' && subCode !== OTHER_SHOP);
}
