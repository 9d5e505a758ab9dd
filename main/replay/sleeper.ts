import type { Clock } from '../clock/clock.ts';

/** Node's timers overflow past 2^31 - 1 ms and do not count sleep; a long wait is made of short ones. */
const MAX_STRETCH_MS = 60_000;

/** Why a wait ended, for the log. */
export type WakeReason =
  | 'due'
  | 'new-save'
  | 'answer'
  | 'network'
  | 'suspend'
  | 'resume'
  | 'send-now'
  | 'settings'
  | 'stop';

/** A wait that can be woken, with a reason. A wake-up while nobody sleeps is not lost. */
export class Sleeper {
  readonly #clock: Clock;
  #pending: WakeReason | null = null;
  #wake: ((reason: WakeReason) => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(reason: WakeReason): void {
    if (this.#wake) this.#wake(reason);
    else this.#pending = reason;
  }

  /** Sleeps for `milliseconds` (null: until woken) at the most. */
  sleep(milliseconds: number | null): Promise<WakeReason> {
    if (this.#pending !== null) {
      const reason = this.#pending;
      this.#pending = null;
      return Promise.resolve(reason);
    }
    const end = milliseconds === null ? null : this.#clock.monotonic() + milliseconds;
    return new Promise((resolve) => {
      let cancel = () => {};
      const finish = (reason: WakeReason) => {
        cancel();
        this.#wake = null;
        resolve(reason);
      };
      const stretch = () => {
        const left = end === null ? MAX_STRETCH_MS : end - this.#clock.monotonic();
        if (left <= 0) finish('due');
        else cancel = this.#clock.after(Math.min(left, MAX_STRETCH_MS), stretch);
      };
      this.#wake = finish;
      stretch();
    });
  }
}
