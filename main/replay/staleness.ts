import type { Outcome } from '../../app/gateway/outcome.ts';
import { isStale } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Delivery } from '../outbox/delivery.ts';
import type { Word } from '../outbox/doubtClock.ts';
import { GatewayTime, type GatewayTimeOptions } from './gatewayTime.ts';
import { type ShownTime, UnknownSince } from './unknownSince.ts';
import { UnseenSleep } from './unseenSleep.ts';

/** A call that leaves. */
export interface Departure {
  /** The gateway's clock as it was known then, ms since 1970. */
  at: number;
  /** The till's own, ms that never go backwards. */
  monotonic: number;
  /** How far the clock on the wall was ahead of that one (ms). */
  wallAhead: number;
  /** How often the PC had gone to sleep or come back by then. */
  sleeps: number;
}

/**
 * After the word that the PC goes to sleep it runs on for some seconds, and after the sleep for some more before
 * anybody says that it is over. Longer than both, awake, where nobody ever says so (ms).
 */
const MAX_DOZE_MS = 60_000;

/** No call is under way for as long as this, unless the PC has slept and this clock went on (ms). */
const MAX_CALL_MS = 60_000;

/** The end of such a call. */
export interface Ending {
  left: Departure;
  /** Since when it leaves its save in doubt, where it does (ms since 1970). */
  since: number;
  /** What it was signed with (ms since 1970); null: it is no call, but somebody's word. */
  signedAt: number | null;
  /** Monotonic ms. */
  at: number;
  /** Its doubt has the date that it is to have: by a proved time, or over a sleep by its beginning. */
  isDated: boolean;
  /** How often the time had been shown by then, also by this very call: its doubt is dated with that in mind. */
  shown: number;
}

export interface StalenessOptions extends GatewayTimeOptions {
  saves: Pick<Saves, 'queue'>;
  delivery: Pick<Delivery, 'holdStale' | 'redate' | 'redated' | 'forgetUnproved'>;
  /** No right clock stands before it (ms since 1970); default: the day of the build. */
  builtAt?: number;
}

/** What time it is at the gateway, and which saves are in doubt for too long by it. */
export class Staleness {
  readonly #options: StalenessOptions;
  readonly #unknownSince: UnknownSince;
  readonly #time: GatewayTime;
  #sleeps = 0;
  /** When it was said that the PC goes to sleep, while nobody has said that it is back (monotonic ms). */
  #dozesSince = Number.NEGATIVE_INFINITY;
  /** How often an answer has shown a time by which doubts were dated anew. */
  #shown = 0;
  /** How often what was shown was taken back. */
  #takenBack = 0;
  /** How far the clock on the wall was ahead of the steady one then (ms). */
  #wallAhead = 0;
  readonly #unseen: UnseenSleep;

  constructor(options: StalenessOptions) {
    this.#options = options;
    this.#unknownSince = new UnknownSince(options.builtAt);
    // By another clock than theirs, what was dated by what was shown would be younger, or older, than it is.
    this.#time = new GatewayTime(options, () => {
      this.#takenBack += 1;
      options.delivery.forgetUnproved();
    });
    this.#unseen = new UnseenSleep(options);
  }

  /** The computer goes to sleep or has slept: until the next answer nobody knows for how long. */
  slept(isOver: boolean): void {
    this.#sleeps += 1;
    this.#dozesSince = isOver ? Number.NEGATIVE_INFINITY : this.#options.clock.monotonic();
    this.#time.forget();
    this.#unseen.forget();
    this.#unknownSince.forget();
    // What a 31 has shown before may be one wrong clock's, and nothing can show it any more.
    this.#options.delivery.forgetUnproved();
  }

  departure(): Departure {
    const { clock, gatewayClock } = this.#options;
    const monotonic = clock.monotonic();
    const wallAhead = clock.now() - monotonic;
    return { at: gatewayClock.now(), monotonic, wallAhead, sleeps: this.#sleeps };
  }

  /**
   * `GatewayTime.learn`; until an answer has proved the time, whatever it shows dates anew what was dated before; on the
   * disk it makes nothing younger until it is proved. An
   * answer that came over a sleep may be as old as the sleep is long: it shows no time.
   */
  learn(outcome: Outcome, dateHeader: string, left: Departure): void {
    const { delivery, clock } = this.#options;
    if (this.#hasSlept(left)) return;
    const wasProved = this.#time.isProved;
    const monotonic = clock.monotonic();
    const isShown = this.#time.learn(outcome, dateHeader, left.at, monotonic - left.monotonic);
    if (!isShown) return;
    const sleptSince = this.#unseen.seenNow();
    if (wasProved) return;
    if (sleptSince !== null) {
      this.#unknownSince.forgetBefore(sleptSince);
      delivery.forgetUnproved();
    }
    this.#shown += 1;
    this.#wallAhead = clock.now() - monotonic;
    this.#unknownSince.redate(delivery, this.#shownTime());
    this.#forgetIfProved();
  }

  /**
   * Since when a call that has just ended is in doubt, ms since 1970: since now; where the PC has slept meanwhile,
   * since it left, for by the clocks that stood still nobody knows how long ago that was. If it has taken effect, the
   * time that it was signed with was right: what has been shown since then may be wrong, and makes no doubt younger.
   */
  unknownSince(left: Departure): number {
    const { clock, gatewayClock } = this.#options;
    const lasted = this.#hasSlept(left) ? 0 : clock.monotonic() - left.monotonic;
    return Math.min(gatewayClock.now(), left.at + lasted);
  }

  /** The gateway's clock, ms since 1970, or null while no answer has proved it. */
  knownTime(): number | null {
    return this.#time.isProved ? this.#options.gatewayClock.now() : null;
  }

  /** The same, or null while fewer than two answers have proved it. */
  confirmedTime(): number | null {
    return this.#time.confirmed();
  }

  /** A call ends now. `since`: `unknownSince`. */
  ending(left: Departure, since: number, signedAt: number | null = left.at): Ending {
    const at = this.#options.clock.monotonic();
    const isDated = this.#time.isProved || this.#hasSlept(left, at);
    return { left, since, signedAt, at, isDated, shown: this.#shown };
  }

  /**
   * The save of a call that has ended was stored as `settled`; `sending`: as it was known until then, with the date that its
   * doubt has by now. Gives it as the time is known now: it may have been shown while that was being stored.
   */
  noted(sending: Save, settled: Save, ending: Ending): Save {
    const { left, since, signedAt, at, isDated, shown } = ending;
    this.#unknownSince.tried(settled.requestId, signedAt);
    // Over a sleep nothing can be counted by a clock that stood still.
    if (isDated || this.#hasSlept(left, at)) return settled;
    // Any other date is none of this call's: what was shown meanwhile, perhaps by one wrong clock, has dated it anew.
    const isOwn = settled.firstUnknownAt === null || settled.firstUnknownAt === since;
    if (isOwn) this.#unknownSince.note(sending, settled, at, left.wallAhead, signedAt);
    if (this.#shown === shown) return settled;
    const dated = this.#unknownSince.redated(this.#options.delivery, settled, this.#shownTime());
    this.#forgetIfProved();
    return dated;
  }

  /** It may have left without this run's knowing, since its date at the latest: a proof makes it no younger. */
  heard(save: Save): void {
    this.#unknownSince.heard(save);
  }

  /** `DoubtClock.note`: what begins now is dated as the doubt of a call that ends now. */
  noteDoubt(before: Save, since: number): (stored: Save) => Save {
    const ending = this.ending(this.departure(), since, null);
    return (stored) => this.noted(before, stored, ending);
  }

  /**
   * `DoubtClock.word`. A call that takes effect has proved what it was signed with, a word proves nothing: by what a 31 has
   * shown it is dated in memory, and on the disk no later than by the till's own clock until that is proved.
   */
  noteWord(before: Save): Word {
    const { delivery, clock } = this.#options;
    const left = this.departure();
    const at = this.#time.isProved ? left.at : Math.min(left.at, clock.now());
    const ending = this.ending(left, left.at, null);
    const takenBack = this.#takenBack;
    const dated = (stored: Save) => {
      const isShown = stored.firstUnknownAt !== null && at !== left.at;
      // Nothing will prove any more what was shown before a sleep, or was taken back meanwhile.
      const isOver = takenBack !== this.#takenBack || this.#hasSlept(left, ending.at);
      if (!isShown || isOver) return this.noted(before, stored, ending);
      const known = this.noted(before, { ...stored, firstUnknownAt: left.at }, ending);
      // Or proved meanwhile.
      if (this.#time.isProved) return known;
      return delivery.redated(stored, known.firstUnknownAt ?? left.at, false);
    };
    return { at, dated };
  }

  /**
   * Holds what is stale, once an answer since the start has shown what time it is; false when the store
   * refuses. Before that a clock that is days ahead would hold good saves; what looks stale is then only
   * left alone, as long as there is anything else to ask the gateway with.
   */
  async hold(): Promise<boolean> {
    const { saves, delivery, gatewayClock } = this.#options;
    const now = gatewayClock.now();
    // What waits for a stale save of its own person asks nothing either; what is on its way does, whoever it turned out to be.
    const asksNothing = (save: Save) =>
      save.state !== 'sending' && (isStale(save, now) || saves.queue.isBlocked(save));
    const isAlone = () => [...saves.queue.values()].every(asksNothing);
    if (!this.#time.isProved && !isAlone()) return true;
    return delivery.holdStale(() => gatewayClock.now());
  }

  #shownTime(): ShownTime {
    const { clock, gatewayClock } = this.#options;
    const [now, monotonic] = [gatewayClock.now(), clock.monotonic()];
    return { now, monotonic, wallAhead: this.#wallAhead, isProved: this.#time.isProved };
  }

  /**
   * What is dated by a proved time stays so, whatever is doubted later: 31 to a call that was signed by it says that
   * the PC has slept and nobody has told, and then nothing can be counted by a clock that stood still.
   */
  #forgetIfProved(): void {
    if (this.#time.isProved) this.#unknownSince.forget();
  }

  /** A call that was under way until `endedAt` (monotonic ms) may have been so over a sleep. */
  #hasSlept({ sleeps, monotonic }: Departure, endedAt = this.#options.clock.monotonic()): boolean {
    const isDozing = endedAt - this.#dozesSince < MAX_DOZE_MS;
    return isDozing || sleeps !== this.#sleeps || endedAt - monotonic > MAX_CALL_MS;
  }
}
