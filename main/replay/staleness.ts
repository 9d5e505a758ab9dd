import type { Save } from '../../app/outbox/save.ts';
import { isStale } from '../../app/outbox/transitions.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Clock } from './sleeper.ts';
import { UnknownSince } from './unknownSince.ts';

export interface StalenessOptions {
  outbox: Outbox;
  clock: Clock;
  gatewayClock: GatewayClock;
}

/** What time it is at the gateway, and which saves are in doubt for too long by it. */
export class Staleness {
  readonly #options: StalenessOptions;
  readonly #unknownSince = new UnknownSince();
  /** An answer of the API has shown since the start what time it is at the gateway. */
  #hasAnswer = false;

  constructor(options: StalenessOptions) {
    this.#options = options;
  }

  /** The computer has slept: until the next answer nobody knows for how long. */
  slept(): void {
    this.#options.gatewayClock.forget();
    this.#hasAnswer = false;
    this.#unknownSince.forget();
  }

  /** An answer of the API shows the time; after the first one what was dated without it is dated anew. */
  learn(dateHeader: string): void {
    const { outbox, clock, gatewayClock } = this.#options;
    // A proxy may have taken the header out: then the till's own clock is still nobody's word.
    if (!gatewayClock.learn(dateHeader)) return;
    if (!this.#hasAnswer) this.#unknownSince.redate(outbox, gatewayClock.now(), clock.monotonic());
    this.#hasAnswer = true;
  }

  /** The gateway's clock, ms since 1970, or null while nothing has shown it. */
  knownTime(): number | null {
    return this.#hasAnswer ? this.#options.gatewayClock.now() : null;
  }

  /** A send was stored as `settled`; what is in doubt now has been so since `answeredAt` (monotonic ms). */
  note(sending: Save, settled: Save, answeredAt: number): void {
    this.#unknownSince.note(sending, settled, answeredAt);
  }

  /**
   * Holds what is stale, once an answer since the start has shown what time it is; false when the store
   * refuses. Before that a clock that is days ahead would hold good saves; what looks stale is then only
   * left alone, as long as there is anything else to ask the gateway with.
   */
  async hold(): Promise<boolean> {
    const { outbox, gatewayClock } = this.#options;
    const now = gatewayClock.now();
    // What waits for a stale save of its own person asks nothing either.
    const asksNothing = (save: Save) => isStale(save, now) || outbox.queue.isBlocked(save);
    const isAlone = () => [...outbox.queue.values()].every(asksNothing);
    if (!this.#hasAnswer && !isAlone()) return true;
    return outbox.holdStale(now);
  }
}
