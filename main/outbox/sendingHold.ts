import type { Saves } from '../../app/outbox/saves.ts';
import type { Clock } from '../clock/clock.ts';

/** Answers under way are waited for as long as this, which is longer than a call may take (ms). */
const MAX_QUIETING_MS = 30_000;

/** How often is looked whether they have come (ms). */
const LOOK_EVERY_MS = 50;

/** Holds the sending while something is done to what waits. */
export class SendingHold {
  readonly #saves: Pick<Saves, 'counts'>;
  readonly #clock: Clock;
  #holders = 0;

  constructor(saves: Pick<Saves, 'counts'>, clock: Clock) {
    this.#saves = saves;
    this.#clock = clock;
  }

  /** While this is true nothing may leave. */
  get isHeld(): boolean {
    return this.#holders > 0;
  }

  /**
   * Nothing leaves from now on until `work` is done, which begins when what is under way is answered, 30 s later at the
   * latest. Whoever sends has to be woken afterwards.
   */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#holders += 1;
    try {
      await whatLeftIsAnswered(this.#saves, this.#clock);
      return await work();
    } finally {
      this.#holders -= 1;
    }
  }
}

/** Resolves when no answer is under way any more, 30 s later at the latest. Whoever calls lets nothing new leave meanwhile. */
export async function whatLeftIsAnswered(
  saves: Pick<Saves, 'counts'>,
  clock: Clock,
): Promise<void> {
  const until = clock.monotonic() + MAX_QUIETING_MS;
  while (saves.counts.sending > 0 && clock.monotonic() < until) {
    await new Promise<void>((resolve) => {
      clock.after(LOOK_EVERY_MS, resolve);
    });
  }
}
