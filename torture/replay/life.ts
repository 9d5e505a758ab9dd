import type { Clock } from '../../main/clock/clock.ts';

/** So often nobody looks at the clock in one moment, unless the process spins without ever waiting. */
const LOOKS = 20_000;

/** What a process waits for when it is gone. */
export const never = <Result>(): Promise<Result> => new Promise<Result>(() => {});

/**
 * One run of the till's process, from its start to its end. It may be killed at any of its dealings with the
 * outside (a write begun or done, a call that leaves, an answer that comes): what happens between two of
 * them is in memory only and goes with it, so that this is every place where a kill can be seen.
 */
export class Life {
  /** The till's clock; its timers end with the process. */
  readonly clock: Clock;
  readonly #atDeath: (() => void)[] = [];
  #dealingsLeft = Number.POSITIVE_INFINITY;
  #isDead = false;
  #looks = { at: 0, count: 0 };

  constructor(clock: Clock) {
    this.clock = {
      now: clock.now,
      monotonic: () => this.#look(clock.monotonic()),
      after: (milliseconds, callback) =>
        clock.after(milliseconds, () => {
          if (!this.#isDead) callback();
        }),
    };
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The process deals with the outside; false when it is gone and nothing happens. */
  deal(): boolean {
    if (this.#isDead) return false;
    this.#dealingsLeft -= 1;
    if (this.#dealingsLeft < 0) this.die();
    return !this.#isDead;
  }

  /** Kills the process at its `dealings`-th dealing from now; `Infinity`: it may live. */
  dieAfter(dealings: number): void {
    this.#dealingsLeft = dealings;
  }

  atDeath(callback: () => void): void {
    this.#atDeath.push(callback);
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    for (const callback of this.#atDeath) callback();
  }

  #look(now: number): number {
    if (this.#looks.at !== now) this.#looks = { at: now, count: 0 };
    this.#looks.count += 1;
    if (this.#looks.count > LOOKS) throw new Error('the process spins');
    return now;
  }
}
