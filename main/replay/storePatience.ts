import { backoff, type Randomness, RETRY_SCHEDULE } from '../../app/backoff/backoff.ts';
import type { Clock } from '../clock/clock.ts';

/** How the replayer bears a store that refuses: it asks seldom, and forgets nothing meanwhile. */
export class StorePatience {
  readonly #clock: Clock;
  readonly #random: Randomness;
  #failures = 0;
  #blockedUntil = 0;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, random: Randomness) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Ms until the store may be asked again for something that can wait; 0 or less: now. */
  blockedFor(): number {
    return this.#blockedUntil - this.#clock.monotonic();
  }

  /** Something was stored: what waits for the disk tries again now. */
  worked(): void {
    this.#failures = 0;
    this.#blockedUntil = 0;
    for (const wake of [...this.#waiting]) wake();
  }

  /** While the disk refuses, hundreds of saves must not ask it in turn: the counter's own save comes first. */
  failed(): void {
    // Several at once were refused by one and the same disk.
    if (this.blockedFor() > 0) return;
    this.#failures += 1;
    const wait = backoff(RETRY_SCHEDULE, this.#failures + 2, this.#random);
    this.#blockedUntil = this.#clock.monotonic() + wait;
  }

  /**
   * Stores what must not be forgotten because a disk is full: again and again until it is stored. Null
   * when it is not wanted any more.
   */
  async untilStored<Stored>(
    store: () => Promise<Stored | null>,
    isWanted: () => boolean,
  ): Promise<Stored | null> {
    for (let tries = 1; isWanted(); tries += 1) {
      const stored = await store();
      if (stored !== null) {
        this.worked();
        return stored;
      }
      await this.#wait(backoff(RETRY_SCHEDULE, tries, this.#random));
    }
    return null;
  }

  /** Waits so many ms, or until something was stored. */
  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        this.#waiting.delete(finish);
        resolve();
      };
      const cancel = this.#clock.after(milliseconds, finish);
      this.#waiting.add(finish);
    });
  }
}
