export interface IdleClock {
  /** Monotonic (ms): a wall clock that is put right locks nobody out. */
  now: () => number;
  after: (milliseconds: number, call: () => void) => () => void;
}

const browserClock: IdleClock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Calls once when no hand has been at the till for so long (ms). One timer, however much is typed. */
export class IdleTimer {
  readonly #limit: number;
  readonly #onIdle: () => void;
  readonly #clock: IdleClock;
  #touchedAt: number;
  #cancel: () => void;

  constructor(limit: number, onIdle: () => void, clock: IdleClock = browserClock) {
    this.#limit = limit;
    this.#onIdle = onIdle;
    this.#clock = clock;
    this.#touchedAt = clock.now();
    this.#cancel = clock.after(limit, () => this.#look());
  }

  /**
   * A hand is there. False where it comes too late: the till is somebody's who has gone, also when a busy page has not got
   * round to saying so.
   */
  touch(): boolean {
    const now = this.#clock.now();
    if (now - this.#touchedAt >= this.#limit) {
      this.stop();
      this.#onIdle();
      return false;
    }
    this.#touchedAt = now;
    return true;
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const left = this.#limit - (this.#clock.now() - this.#touchedAt);
    if (left <= 0) this.#onIdle();
    else this.#cancel = this.#clock.after(left, () => this.#look());
  }
}
