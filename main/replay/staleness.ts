import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { isStale } from '../../app/outbox/transitions.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { GatewayTime, type GatewayTimeOptions } from './gatewayTime.ts';
import { UnknownSince } from './unknownSince.ts';

export interface StalenessOptions extends GatewayTimeOptions {
  outbox: Outbox;
}

/** What time it is at the gateway, and which saves are in doubt for too long by it. */
export class Staleness {
  readonly #options: StalenessOptions;
  readonly #unknownSince = new UnknownSince();
  readonly #time: GatewayTime;

  constructor(options: StalenessOptions) {
    this.#options = options;
    this.#time = new GatewayTime(options);
  }

  /** The computer has slept: until the next answer nobody knows for how long. */
  slept(): void {
    this.#time.forget();
    this.#unknownSince.forget();
  }

  /** `GatewayTime.learn`; until an answer has proved the time, whatever it shows dates anew what was dated before. */
  learn(outcome: Outcome, dateHeader: string, signedAt: number, elapsed: number): void {
    const { outbox, clock, gatewayClock } = this.#options;
    const wasProved = this.#time.isProved;
    const isShown = this.#time.learn(outcome, dateHeader, signedAt, elapsed);
    if (isShown && !wasProved)
      this.#unknownSince.redate(outbox, gatewayClock.now(), clock.monotonic());
  }

  /** The gateway's clock, ms since 1970, or null while no answer has proved it. */
  knownTime(): number | null {
    return this.#time.isProved ? this.#options.gatewayClock.now() : null;
  }

  /** The same, or null while fewer than two answers have proved it. */
  confirmedTime(): number | null {
    return this.#time.confirmed();
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
    if (!this.#time.isProved && !isAlone()) return true;
    return outbox.holdStale(() => gatewayClock.now());
  }
}
